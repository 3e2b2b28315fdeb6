package io.heddle.it.harness;

/** What came back. */
public record Answer(int status, String body) {}
