package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.SqlStatement.Control;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.agent.operation.Subject;
import io.heddle.audit.spool.OperationType;
import java.util.ArrayList;
import java.util.List;

/**
 * What has been read of one statement so far: what its verb does, what further is written on the
 * way, and whether that is all.
 *
 * <p>Bounds: {@link #MOST_WRITES} written tables and {@link #MOST_CALLS} functions; a statement of
 * more is not read for certain.
 */
final class Reading {
  static final int MOST_WRITES = 16;
  static final int MOST_CALLS = 32;

  /** One table that is written, or whatever else a verb names. */
  static final class Write {
    String verb;
    OperationType type;
    String target;

    Write(String verb, OperationType type, String target) {
      this.verb = verb;
      this.type = type;
      this.target = target;
    }

    boolean isSame(OperationType otherType, String otherTarget) {
      return type == otherType && target.equals(otherTarget);
    }
  }

  /** What the statement itself does; its target is empty until one is found. */
  final Write main = new Write("OTHER", OperationType.OTHER, "");

  Effect effect = Effect.WRITE;
  Control control = Control.NONE;
  String savepoint = "";
  boolean chains;
  boolean insertsOneRow;

  /** Whether RETURNING or OUTPUT stands in it, outside of brackets. */
  boolean answersRows;

  /** Whether it tells what would be done, and does not do it. */
  boolean isExplained;

  /** Whether it runs under EXPLAIN ANALYZE. */
  boolean isAnalyzed;

  private final List<Write> writes = new ArrayList<>(0);
  private List<String> calls = List.of();
  private boolean isCertain = true;
  private boolean isGarbled;

  /** What the statement does: the word that decides it, and what that means. */
  void is(Word word, OperationType type, Effect does) {
    is(word.name(), type, does);
  }

  void is(String verb, OperationType type, Effect does) {
    main.verb = verb;
    main.type = type;
    effect = does;
  }

  void controls(Word word, Control what) {
    is(word, OperationType.OTHER, Effect.SESSION);
    control = what;
  }

  boolean isWrite() {
    return effect == Effect.WRITE || effect == Effect.DDL;
  }

  /**
   * The statement's own target; null if one was due and could not be read. What is named after the
   * first is written as well.
   */
  void target(String name) {
    if (name == null) {
      unread();
    } else if (main.target.isEmpty()) {
      main.target = name;
    } else {
      writes(main.verb, main.type, name);
    }
  }

  /** Something that is written besides; null if its name could not be read. */
  void writes(String verb, OperationType type, String name) {
    if (name == null) {
      unread();
      return;
    }
    if (main.isSame(type, name)) {
      return;
    }
    for (Write known : writes) {
      if (known.isSame(type, name)) {
        return;
      }
    }
    if (writes.size() == MOST_WRITES) {
      unread();
    } else {
      writes.add(new Write(verb, type, name));
    }
  }

  /** Takes a write that began inside of another statement. */
  Write begins(String verb, OperationType type, String name) {
    Write write = new Write(verb, type, name == null ? "" : name);
    for (Write known : writes) {
      if (name != null && known.isSame(type, name)) {
        return known;
      }
    }
    if (name == null || writes.size() == MOST_WRITES) {
      unread();
    } else {
      writes.add(write);
    }
    return write;
  }

  /** More may be written than was found. */
  void unread() {
    isCertain = false;
  }

  /** The text itself cannot be read to its end, so anything may stand there. */
  void garbled() {
    isCertain = false;
    isGarbled = true;
  }

  /** Takes the name of a function that is called. */
  void calls(String name) {
    if (calls.contains(name)) {
      return;
    }
    if (calls.size() == MOST_CALLS) {
      unread();
      return;
    }
    if (calls.isEmpty()) {
      calls = new ArrayList<>(4);
    }
    calls.add(name);
  }

  /** The statement, with its normalised text. */
  SqlStatement finish(String text) {
    if (isExplained) {
      writes.clear();
      calls = List.of();
      is(Word.EXPLAIN, OperationType.READ, Effect.READ);
      control = Control.NONE;
      isCertain = !isGarbled;
    }
    Write shown = main;
    if (!isWrite() && !writes.isEmpty()) {
      shown = writes.remove(0); // WITH x AS (DELETE …) SELECT: what it writes is what matters
      effect = Effect.WRITE;
    } else if (isAnalyzed && !isWrite() && effect == Effect.READ) {
      main.verb = "EXPLAIN ANALYZE";
    }
    boolean misses = !isCertain && (effect != Effect.SESSION || isGarbled);
    boolean isUnread = misses && isWrite() && shown.target.isEmpty();
    if (isUnread) {
      shown.target = SqlStatement.UNREAD;
    }
    String name = shown.target.isEmpty() ? shown.verb : shown.verb + ' ' + shown.target;
    Subject subject =
        new Subject(shown.type, isWrite(), shown.verb, shown.target, text, name, !isUnread);
    List<Subject> further = further(subject, shown, misses && !isUnread);
    effect = misses && !isWrite() ? Effect.WRITE : effect;
    return new SqlStatement(
        subject,
        further,
        effect,
        control,
        savepoint,
        chains,
        isCertain,
        insertsOneRow && writes.isEmpty() && isCertain,
        answersRows && shown == main,
        List.copyOf(calls));
  }

  private List<Subject> further(Subject subject, Write shown, boolean misses) {
    if (writes.isEmpty() && !misses) {
      return List.of();
    }
    List<Subject> further = new ArrayList<>(writes.size() + 1);
    for (Write write : writes) {
      if (!write.isSame(shown.type, shown.target)) {
        further.add(subject.beside(write.type, write.verb, write.target, true));
      }
    }
    if (misses) {
      further.add(subject.beside(OperationType.OTHER, "OTHER", SqlStatement.UNREAD, false));
    }
    return List.copyOf(further);
  }
}
