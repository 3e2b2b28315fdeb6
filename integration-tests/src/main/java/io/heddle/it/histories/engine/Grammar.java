package io.heddle.it.histories.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * What a database understands, as templates: {@code :t} stands for the slot's table, {@code :h} for
 * the history's number, {@code :x} for an object of the step's own, {@code :s} for a savepoint.
 *
 * <p>Filled once when an engine is described, and only read after.
 */
public final class Grammar {
  final List<String> inserts = new ArrayList<>();
  final List<String> returning = new ArrayList<>();
  final List<String> updates = new ArrayList<>();
  final List<String> deletes = new ArrayList<>();
  final List<String> failures = new ArrayList<>();
  final List<String> begins = new ArrayList<>();
  final List<String> ends = new ArrayList<>();
  final List<String> switches = new ArrayList<>();
  final List<String> noise = new ArrayList<>();
  final List<String> procedures = new ArrayList<>();
  final List<Ddl> ddl = new ArrayList<>();
  String setSavepoint;
  String releaseSavepoint;
  String rollbackToSavepoint;
  boolean hasTexts;

  Grammar() {
    inserts.add("INSERT INTO :t (h, e, v) VALUES (:h, 0, 1)");
    updates.add("UPDATE :t SET v = 1 WHERE h = :h AND e = 1");
    deletes.add("DELETE FROM :t WHERE h = :h AND e = 2");
    failures.add("INSERT INTO :t (h, e, v) VALUES (:h, 3, 1), (:h, 3, 1)");
    failures.add("INSERT INTO :t (h, e, v) VALUES (:h, 3, -1)");
    failures.add("INSERT INTO :t (h, e, v) VALUES (:h, 3, )");
    failures.add("INSERT INTO :t (h, e, v) SELECT 1, 2, 3 FROM missing WHERE h = :h");
  }

  /** Further ways to insert one row with the key (history, 0). */
  Grammar inserts(String... templates) {
    inserts.addAll(List.of(templates));
    return this;
  }

  /** Ways to insert that answer rows. */
  Grammar returning(String... templates) {
    returning.addAll(List.of(templates));
    return this;
  }

  /** Further ways to set v to 1 where the key is (history, 1). */
  Grammar updates(String... templates) {
    updates.addAll(List.of(templates));
    return this;
  }

  /** Further statements that fail, some of them after they have written. */
  Grammar failures(String... templates) {
    failures.addAll(List.of(templates));
    return this;
  }

  /** Texts that begin a transaction. */
  Grammar begins(String... texts) {
    begins.addAll(List.of(texts));
    return this;
  }

  /** Texts that end a transaction. */
  Grammar ends(String... texts) {
    ends.addAll(List.of(texts));
    return this;
  }

  /** Texts that switch auto-commit. */
  Grammar switches(String... texts) {
    switches.addAll(List.of(texts));
    return this;
  }

  /** Texts that change no row of ours. */
  Grammar noise(String... texts) {
    noise.addAll(List.of(texts));
    return this;
  }

  /** Texts that write the slot's table in a body; {@code :k} is the slot's number. */
  Grammar procedures(String... texts) {
    procedures.addAll(List.of(texts));
    return this;
  }

  /** Statements whose effect is seen in the schema. */
  Grammar ddl(Ddl... statements) {
    ddl.addAll(List.of(statements));
    return this;
  }

  /** How texts control savepoints. */
  Grammar savepoints(String set, String release, String rollbackTo) {
    setSavepoint = set;
    releaseSavepoint = release;
    rollbackToSavepoint = rollbackTo;
    return this;
  }

  /** Savepoints as the standard spells them. */
  Grammar standardSavepoints() {
    return savepoints("SAVEPOINT :s", "RELEASE SAVEPOINT :s", "ROLLBACK TO SAVEPOINT :s");
  }

  /** One text may hold several statements. */
  Grammar texts() {
    hasTexts = true;
    return this;
  }
}
