package io.heddle.agent.jdbc.sql;

import io.heddle.agent.operation.Subject;

/** Everything that a text shows of itself. */
final class Shown {
  private Shown() {}

  static String of(SqlText read) {
    StringBuilder shown = new StringBuilder();
    for (SqlStatement statement : read.statements()) {
      add(shown, statement);
    }
    return shown.toString();
  }

  private static void add(StringBuilder shown, SqlStatement statement) {
    add(shown, statement.subject());
    for (Subject further : statement.further()) {
      add(shown, further);
    }
    shown.append(statement.savepoint()).append('\n');
    shown.append(statement.calls()).append('\n');
  }

  private static void add(StringBuilder shown, Subject subject) {
    shown.append(subject.text()).append('\n');
    shown.append(subject.target()).append('\n');
    shown.append(subject.verb()).append('\n');
    shown.append(subject.spanName()).append('\n');
  }
}
