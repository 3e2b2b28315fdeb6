package io.heddle.it.histories.named;

import static io.heddle.it.histories.named.Fate.GONE;
import static io.heddle.it.histories.named.Fate.GONE_OR_UNKNOWN;
import static io.heddle.it.histories.named.Fate.KEPT;
import static io.heddle.it.histories.named.Fate.KEPT_OR_UNKNOWN;
import static io.heddle.it.histories.step.ConnectionCall.AUTO_COMMIT_OFF;
import static io.heddle.it.histories.step.ConnectionCall.AUTO_COMMIT_ON;
import static io.heddle.it.histories.step.ConnectionCall.COMMIT;
import static io.heddle.it.histories.step.ConnectionCall.ROLLBACK;

import io.heddle.it.histories.engine.Ddl;
import io.heddle.it.histories.step.AbortConnection;
import io.heddle.it.histories.step.Again;
import io.heddle.it.histories.step.Call;
import io.heddle.it.histories.step.ReleaseSavepoint;
import io.heddle.it.histories.step.SetSavepoint;
import java.util.ArrayList;
import java.util.List;

/** What records of SQLite once got wrong. */
final class SqliteStories {
  private static final String PLAIN = "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1)";
  private static final String RETURNING = PLAIN + " RETURNING e";
  private static final String OR_ROLLBACK =
      "INSERT OR ROLLBACK INTO :t (h, e, v) VALUES (:h, 3, 1), (:h, 3, 1)";
  private static final String OR_FAIL =
      "INSERT OR FAIL INTO :t (h, e, v) VALUES (:h, 3, 1), (:h, 3, 1)";

  /** The column u is UNIQUE ON CONFLICT ROLLBACK. */
  private static final String ON_CONFLICT =
      "INSERT INTO :t (h, e, v, u) VALUES (:h, 3, 1, :h), (:h, 4, 1, :h)";

  private static final Ddl DROP =
      new Ddl(
          List.of("CREATE TABLE :x (i INT)"), "DROP TABLE :x", Ddl.Effect.DROPPED, "DROP TABLE :x");

  private static final String REFUSAL = "SQLITE_CONSTRAINT";

  private SqliteStories() {}

  static List<Story> all() {
    List<Story> stories = new ArrayList<>();
    stories.addAll(undone("INSERT OR ROLLBACK", OR_ROLLBACK));
    stories.addAll(undone("ON CONFLICT ROLLBACK in the table", ON_CONFLICT));
    stories.addAll(SavepointStories.all());
    stories.addAll(complaints());
    stories.addAll(returning());
    stories.addAll(adrift());
    stories.addAll(TextStories.all(REFUSAL, KEPT_OR_UNKNOWN));
    return stories;
  }

  /** What follows is outside of the transaction, whatever the driver believes. */
  private static List<Story> undone(String what, String text) {
    return List.of(
        Story.of(what + ", then a write, rollback()")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .writes(Call.UPDATE, text, GONE)
            .refused(REFUSAL)
            .inserts(KEPT)
            .does(ROLLBACK)
            .refused("no transaction is active"),
        Story.of(what + ", then two writes, commit()")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .prepares(Call.UPDATE, text, GONE)
            .refused(REFUSAL)
            .inserts(KEPT)
            .prepares(Call.UPDATE, PLAIN, KEPT)
            .does(COMMIT)
            .refused("no transaction is active"),
        Story.of(what + " in a transaction by SQL, then a write")
            .runs("BEGIN")
            .inserts(GONE)
            .writes(Call.EXECUTE, text, GONE)
            .refused(REFUSAL)
            .inserts(KEPT),
        Story.of(what + ", then BEGIN, a write, ROLLBACK")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .writes(Call.UPDATE, text, GONE)
            .refused(REFUSAL)
            .runs("BEGIN")
            .inserts(GONE)
            .runs("ROLLBACK")
            .inserts(KEPT),
        Story.of(what + " with auto-commit")
            .writes(Call.UPDATE, text, GONE)
            .refused(REFUSAL)
            .inserts(KEPT));
  }

  private static List<Story> complaints() {
    return List.of(
        Story.of("executeQuery(INSERT) with auto-commit")
            .writes(Call.QUERY, PLAIN, KEPT)
            .refused("does not return"),
        // What is prepared is known to have no columns: the driver refuses before it runs.
        Story.of("executeQuery(INSERT), prepared, is refused and writes nothing")
            .prepares(Call.QUERY, PLAIN, GONE)
            .refused("does not return"),
        Story.of("executeQuery(INSERT), commit()")
            .does(AUTO_COMMIT_OFF)
            .writes(Call.QUERY, PLAIN, KEPT)
            .refused("does not return")
            .does(COMMIT),
        Story.of("executeQuery(INSERT), rollback()")
            .does(AUTO_COMMIT_OFF)
            .writes(Call.QUERY, PLAIN, GONE)
            .refused("does not return")
            .does(ROLLBACK),
        // Its first row stays, and the driver does not say that there is one.
        Story.of("INSERT OR FAIL that has written a row, with auto-commit")
            .writes(Call.UPDATE, OR_FAIL, KEPT_OR_UNKNOWN)
            .refused(REFUSAL),
        Story.of("INSERT OR FAIL that has written a row, rollback()")
            .does(AUTO_COMMIT_OFF)
            .writes(Call.UPDATE, OR_FAIL, GONE)
            .refused(REFUSAL)
            .does(ROLLBACK));
  }

  private static List<Story> returning() {
    return List.of(
        Story.of("INSERT … RETURNING, read, with auto-commit").writes(Call.QUERY, RETURNING, KEPT),
        Story.of("INSERT … RETURNING, closed unread, with auto-commit")
            .writes(Call.QUERY_UNREAD, RETURNING, KEPT),
        Story.of("INSERT … RETURNING, unread, BEGIN by the same statement, INSERT, ROLLBACK")
            .writes(Call.QUERY_LEFT_OPEN, RETURNING, KEPT)
            .does(new Again("BEGIN"))
            .inserts(GONE)
            .runs("ROLLBACK"),
        Story.of("INSERT … RETURNING, unread, SAVEPOINT by the same statement, INSERT, ROLLBACK")
            .writes(Call.QUERY_LEFT_OPEN, RETURNING, KEPT)
            .does(new Again("SAVEPOINT a"))
            .inserts(GONE)
            .runs("ROLLBACK"),
        Story.of("INSERT … RETURNING, rollback()")
            .does(AUTO_COMMIT_OFF)
            .writes(Call.QUERY, RETURNING, GONE)
            .does(ROLLBACK));
  }

  /** What SQLite has open is not what its driver says, or the words that were sent. */
  private static List<Story> adrift() {
    String andSavepoint = PLAIN + "; SAVEPOINT c";
    return List.of(
        Story.of("abort() does nothing: INSERT … RETURNING that is still read is committed")
            .writes(Call.QUERY_LEFT_OPEN, RETURNING, KEPT)
            .does(new AbortConnection()),
        Story.of("setAutoCommit(false), COMMIT, setAutoCommit(false), writes")
            .does(AUTO_COMMIT_OFF)
            .runs("COMMIT")
            .does(AUTO_COMMIT_OFF)
            .writes(Call.UPDATE, andSavepoint + "; " + PLAIN, KEPT, GONE),
        Story.of("setSavepoint() begins, its release commits, then a write and a savepoint")
            .does(new SetSavepoint(null), new ReleaseSavepoint(0))
            .writes(Call.UPDATE, andSavepoint, KEPT),
        Story.of(
                "setAutoCommit(true) ends a BEGIN that wrote nothing, then a write and a savepoint")
            .does(AUTO_COMMIT_OFF)
            .runs("END TRANSACTION", "BEGIN DEFERRED")
            .does(AUTO_COMMIT_ON)
            .writes(Call.UPDATE, andSavepoint, KEPT),
        Story.of("BEGIN, a text with a savepoint that fails, DROP TABLE")
            .runs("BEGIN EXCLUSIVE TRANSACTION")
            .writes(
                Call.UPDATE,
                "INSERT INTO :t (h, e, v) VALUES (:h, 3, ); SAVEPOINT a",
                GONE_OR_UNKNOWN)
            .refused("syntax error")
            .changes(DROP, GONE_OR_UNKNOWN));
  }
}
