package io.heddle.agent.jdbc.sql;

import io.heddle.agent.operation.Subject;
import java.util.List;

/**
 * A statement as Heddle understands it. Immutable, and the same for all executions of one text.
 *
 * @param subject its normalised text, verb, target and type; of several written tables the one that
 *     its verb names
 * @param further a subject for each further table that it writes, and one of target {@link #UNREAD}
 *     if there may be more; empty for nearly all statements
 * @param effect what it changes
 * @param control what it does to the transaction; what is not certain may do anything to it
 * @param savepoint the savepoint that {@code control} names, in the form of {@link
 *     Dialect#savepointName}: equal names are equal texts; empty if none
 * @param chains whether a COMMIT or ROLLBACK begins the next transaction: {@code AND CHAIN}
 * @param isCertain whether all that it writes, and all that it does to the transaction, has been
 *     found; functions and procedures that it calls do as they like
 * @param insertsOneRow whether it is a plain {@code INSERT INTO t VALUES (…)} of one row, so that n
 *     executions insert n rows
 * @param answersRows whether its result set holds the rows that it writes: RETURNING, or OUTPUT
 * @param calls functions that it calls, as they are written but in lower case, built-in ones among
 *     them; at most {@value Reading#MOST_CALLS}
 */
public record SqlStatement(
    Subject subject,
    List<Subject> further,
    Effect effect,
    Control control,
    String savepoint,
    boolean chains,
    boolean isCertain,
    boolean insertsOneRow,
    boolean answersRows,
    List<String> calls) {
  /** The target of a subject that stands for tables that could not be read from the text. */
  public static final String UNREAD = "~unread";

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
    /** First phase of a distributed commit, or its second: its outcome is decided elsewhere. */
    PREPARE,
    /** Each statement is its own transaction from here on. */
    AUTOCOMMIT_ON,
    /** Each statement belongs to a transaction from here on. */
    AUTOCOMMIT_OFF
  }

  /** Whether it is a write in the sense of the audit: it changes rows or the schema. */
  public boolean isWrite() {
    return effect == Effect.WRITE || effect == Effect.DDL;
  }
}
