package io.heddle.it.histories.named;

import static io.heddle.it.histories.named.Fate.GONE;
import static io.heddle.it.histories.named.Fate.KEPT;
import static io.heddle.it.histories.named.Fate.KEPT_OR_UNKNOWN;
import static io.heddle.it.histories.step.ConnectionCall.AUTO_COMMIT_OFF;
import static io.heddle.it.histories.step.ConnectionCall.COMMIT;
import static io.heddle.it.histories.step.ConnectionCall.ROLLBACK;

import io.heddle.it.histories.engine.Ddl;
import io.heddle.it.histories.engine.SourceKind;
import io.heddle.it.histories.step.Call;
import io.heddle.it.histories.step.ConnectionCall;
import io.heddle.it.histories.step.XaStep.XaCall;
import java.util.ArrayList;
import java.util.List;

/** What records of H2 once got wrong. */
final class H2Stories {
  private static final String PATIENCE = "SET LOCK_TIMEOUT 10000";
  private static final Ddl TRUNCATE =
      new Ddl(
          List.of("CREATE TABLE :x (i INT)", "INSERT INTO :x VALUES (1)"),
          "TRUNCATE TABLE :x",
          Ddl.Effect.EMPTIED,
          "DROP TABLE :x");
  private static final Ddl SEQUENCE =
      new Ddl(List.of(), "CREATE SEQUENCE :x", Ddl.Effect.CREATED, "DROP SEQUENCE :x");

  private H2Stories() {}

  static List<Story> all() {
    List<Story> stories = new ArrayList<>(deadlocks());
    stories.addAll(committing());
    stories.addAll(switches());
    stories.addAll(SavepointStories.all());
    stories.addAll(released());
    stories.addAll(TextStories.all("23505", GONE));
    stories.add(doubtful());
    return stories;
  }

  /** Whether BEGIN ran before the text failed is not known; what follows depends on it. */
  private static Story doubtful() {
    String insert = "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1)";
    return Story.of("BEGIN and an INSERT that is refused, then ROLLBACK and INSERT, twice")
        .writes(
            Call.UPDATE, "BEGIN; INSERT INTO :t (h, e, v) VALUES (:h, 3, )", Fate.GONE_OR_UNKNOWN)
        .refused("42001")
        .writes(
            Call.EXECUTE,
            "ROLLBACK WORK; " + insert + "; ROLLBACK; " + insert,
            KEPT_OR_UNKNOWN,
            KEPT_OR_UNKNOWN);
  }

  /** Of a server in another process, whose driver hears of auto-commit alone. */
  static List<Story> ofServers() {
    List<Story> stories = new ArrayList<>(switches());
    stories.addAll(released());
    for (ConnectionCall end : List.of(COMMIT, ROLLBACK)) {
      Fate fate = end == COMMIT ? KEPT : GONE;
      stories.add(
          Story.of("BEGIN, INSERT, " + end.shown() + ", INSERT")
              .runs("BEGIN")
              .inserts(fate)
              .does(end)
              .inserts(KEPT));
      stories.add(
          Story.of("setAutoCommit(false), BEGIN, INSERT, " + end.shown() + ", INSERT")
              .does(AUTO_COMMIT_OFF)
              .runs("BEGIN")
              .inserts(fate)
              .does(end)
              .inserts(KEPT));
    }
    stories.add(
        Story.of("a text that ends with BEGIN, commit(), INSERT")
            .runs("SET AUTOCOMMIT OFF")
            .writes(
                Call.EXECUTE, "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1); ROLLBACK; BEGIN", GONE)
            .does(COMMIT)
            .inserts(KEPT));
    stories.add(
        Story.of("BEGIN, INSERT, TRUNCATE, INSERT, rollback()")
            .runs("BEGIN")
            .inserts(KEPT)
            .changes(TRUNCATE, KEPT)
            .inserts(GONE)
            .does(ROLLBACK)
            .inserts(KEPT));
    stories.add(
        Story.of("INSERT, SET SCHEMA, EXPLAIN, rollback()")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .runs("SET SCHEMA PUBLIC", "EXPLAIN SELECT * FROM locks")
            .does(ROLLBACK));
    stories.add(
        Story.of("SET CACHE_SIZE, INSERT, rollback()")
            .does(AUTO_COMMIT_OFF)
            .runs("SET CACHE_SIZE 16384")
            .inserts(GONE)
            .does(ROLLBACK));
    stories.add(
        Story.of("a branch is prepared, and rolled back")
            .from(SourceKind.XA)
            .xa(XaCall.START)
            .inserts(GONE)
            .xa(XaCall.END, XaCall.PREPARE, XaCall.ROLLBACK));
    stories.add(
        Story.of("a branch is prepared, and committed")
            .from(SourceKind.XA)
            .xa(XaCall.START)
            .inserts(KEPT)
            .xa(XaCall.END, XaCall.PREPARE, XaCall.COMMIT_PREPARED));
    return stories;
  }

  private static List<Story> deadlocks() {
    return List.of(
        Story.of("a deadlock's victim goes on and commits")
            .runs(PATIENCE)
            .does(AUTO_COMMIT_OFF)
            .losesDeadlock(PATIENCE)
            .refused("40001")
            .inserts(KEPT)
            .does(COMMIT),
        Story.of("a deadlock's victim in a transaction by SQL goes on and commits")
            // The SET itself begins a transaction, which would be the older one.
            .runs(PATIENCE, "SET AUTOCOMMIT FALSE", "COMMIT")
            .losesDeadlock(PATIENCE)
            .refused("40001")
            .inserts(KEPT)
            .runs("COMMIT"),
        Story.of("a deadlock's victim commits at once")
            .runs(PATIENCE)
            .does(AUTO_COMMIT_OFF)
            .losesDeadlock(PATIENCE)
            .refused("40001")
            .does(COMMIT));
  }

  private static List<Story> committing() {
    List<Story> stories = new ArrayList<>();
    for (String text :
        List.of(
            "ANALYZE",
            "ANALYZE TABLE locks",
            "SET CACHE_SIZE 16384",
            "SCRIPT NODATA TABLE locks",
            "SCRIPT NODATA TO 'memFS:named.sql' TABLE locks")) {
      stories.add(
          Story.of("INSERT, " + text + ", rollback()")
              .does(AUTO_COMMIT_OFF)
              .inserts(KEPT)
              .runs(text)
              .inserts(GONE)
              .does(ROLLBACK));
    }
    stories.add(
        // The script is not read, but what was open is committed before it runs.
        Story.of("INSERT, RUNSCRIPT of a ROLLBACK, rollback()")
            .runs("CALL FILE_WRITE(STRINGTOUTF8('ROLLBACK;'), 'memFS:run.sql')")
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .runs("RUNSCRIPT FROM 'memFS:run.sql'")
            .inserts(GONE)
            .does(ROLLBACK));
    stories.add(
        Story.of("INSERT, TRUNCATE, rollback()")
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .changes(TRUNCATE, KEPT)
            .inserts(GONE)
            .does(ROLLBACK));
    stories.add(
        Story.of("INSERT, CREATE SEQUENCE, rollback()")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .changes(SEQUENCE, KEPT_OR_UNKNOWN)
            .inserts(GONE)
            .does(ROLLBACK));
    stories.add(
        Story.of("INSERT, CREATE SEQUENCE, commit()")
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .changes(SEQUENCE, KEPT)
            .does(COMMIT));
    return stories;
  }

  private static List<Story> switches() {
    return List.of(
        Story.of("SET AUTOCOMMIT FALSE, INSERT, ROLLBACK by SQL")
            .runs("SET AUTOCOMMIT FALSE")
            .inserts(GONE)
            .runs("ROLLBACK"),
        Story.of("SET AUTOCOMMIT OFF, INSERT, rollback()")
            .runs("SET AUTOCOMMIT OFF")
            .inserts(GONE)
            .does(ROLLBACK),
        Story.of("SET AUTOCOMMIT FALSE, INSERT, COMMIT by SQL")
            .runs("SET AUTOCOMMIT FALSE")
            .inserts(KEPT)
            .runs("COMMIT")
            .inserts(GONE),
        Story.of("setAutoCommit(false), INSERT, SET AUTOCOMMIT TRUE, INSERT")
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .runs("SET AUTOCOMMIT TRUE")
            .inserts(KEPT));
  }

  private static List<Story> released() {
    return List.of(
        Story.of("RELEASE releases nothing, and ROLLBACK TO undoes the row")
            .does(AUTO_COMMIT_OFF)
            .runs("SAVEPOINT a")
            .inserts(GONE)
            .runs("RELEASE SAVEPOINT a", "ROLLBACK TO SAVEPOINT a")
            .does(COMMIT),
        Story.of("of two savepoints of one name the second is released, and still there")
            .does(AUTO_COMMIT_OFF)
            .runs("SAVEPOINT a")
            .inserts(KEPT)
            .runs("SAVEPOINT a")
            .inserts(GONE)
            .runs("RELEASE SAVEPOINT a", "ROLLBACK TO SAVEPOINT a")
            .does(COMMIT));
  }
}
