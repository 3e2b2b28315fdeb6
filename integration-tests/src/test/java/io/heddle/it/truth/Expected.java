package io.heddle.it.truth;

import io.heddle.it.harness.ArchivedOperation;

/** What the archive should say of one statement. */
record Expected(String operation, String target, String outcome) {
  static Expected insert(String outcome) {
    return new Expected("CREATE", "item", outcome);
  }

  static Expected update(String outcome) {
    return new Expected("UPDATE", "item", outcome);
  }

  static Expected delete(String outcome) {
    return new Expected("DELETE", "item", outcome);
  }

  static Expected of(ArchivedOperation archived) {
    return new Expected(archived.operation(), archived.target(), archived.outcome());
  }
}
