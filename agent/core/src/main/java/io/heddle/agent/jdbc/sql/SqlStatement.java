package io.heddle.agent.jdbc.sql;

import io.heddle.agent.operation.Subject;

/**
 * A statement as Heddle understands it. Immutable, and the same for all executions of one text.
 *
 * @param subject its normalised text, verb, target and type
 * @param effect what it changes
 * @param control what it does to the transaction
 * @param savepoint the savepoint that {@code control} names; empty if none
 */
public record SqlStatement(Subject subject, Effect effect, Control control, String savepoint) {
  /** What a statement changes. */
  public enum Effect {
    /** Nothing. */
    READ,
    /** Rows, or something that could not be understood. */
    WRITE,
    /** The schema. */
    DDL,
    /** The session or the transaction only. */
    SESSION
  }

  /** What a statement does to the transaction it runs in. */
  public enum Control {
    NONE,
    BEGIN,
    COMMIT,
    ROLLBACK,
    SAVEPOINT,
    ROLLBACK_TO,
    RELEASE,
    /** First phase of a distributed commit: its outcome is decided elsewhere. */
    PREPARE,
    /** Several statements in one text, transaction control among them. */
    MIXED
  }

  /** Whether it is a write in the sense of the audit: it changes rows or the schema. */
  public boolean isWrite() {
    return effect == Effect.WRITE || effect == Effect.DDL;
  }
}
