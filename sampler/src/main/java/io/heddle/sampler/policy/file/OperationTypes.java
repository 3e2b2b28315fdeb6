package io.heddle.sampler.policy.file;

import java.util.Set;

/** What an operation does to its target, by the names that the audit gives it. */
final class OperationTypes {
  static final Set<String> NAMES =
      Set.of(
          "create", "read", "update", "delete", "merge", "ddl", "call", "login", "config", "other");

  private OperationTypes() {}
}
