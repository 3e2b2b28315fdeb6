package io.heddle.sampler.policy.file;

import java.util.Set;

/** What an operation does to its target, where that can be seen, as the audit calls it. */
final class OperationTypes {
  static final Set<String> NAMES =
      Set.of("create", "read", "update", "delete", "merge", "ddl", "call", "other");

  private OperationTypes() {}
}
