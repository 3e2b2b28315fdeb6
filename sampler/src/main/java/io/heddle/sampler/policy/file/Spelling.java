package io.heddle.sampler.policy.file;

/** Finds what somebody probably meant by a misspelt name. */
@FunctionalInterface
public interface Spelling {
  /** The candidate nearest to {@code name}, or null if none is near. */
  String nearest(String name, Iterable<String> candidates);
}
