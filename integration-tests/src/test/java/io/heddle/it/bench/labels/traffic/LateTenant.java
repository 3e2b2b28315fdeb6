package io.heddle.it.bench.labels.traffic;

/** A tenant whose first request comes at or right after that time. */
public record LateTenant(int tenant, long arrivalMicros) {}
