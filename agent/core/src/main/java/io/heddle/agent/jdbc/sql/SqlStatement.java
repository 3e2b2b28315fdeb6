package io.heddle.agent.jdbc.sql;

import io.heddle.agent.operation.Subject;
import java.util.List;

/**
 * A statement as Heddle understands it. Immutable, and the same for all executions of one text.
 *
 * @param subject its normalised text, verb, target and type; of several written tables the one that
 *     its verb names
 * @param further a subject for each further table that it writes; empty for nearly all statements
 * @param effect what it changes
 * @param control what it does to the transaction
 * @param savepoint the savepoint that {@code control} names; empty if none
 * @param chains whether a COMMIT or ROLLBACK begins the next transaction: {@code AND CHAIN}
 */
public record SqlStatement(
    Subject subject,
    List<Subject> further,
    Effect effect,
    Control control,
    String savepoint,
    boolean chains) {
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
