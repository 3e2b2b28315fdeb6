package io.heddle.it.histories.named;

import static io.heddle.it.histories.named.Fate.GONE;
import static io.heddle.it.histories.named.Fate.GONE_OR_UNKNOWN;
import static io.heddle.it.histories.named.Fate.KEPT;
import static io.heddle.it.histories.named.Fate.KEPT_OR_UNKNOWN;
import static io.heddle.it.histories.step.ConnectionCall.AUTO_COMMIT_OFF;
import static io.heddle.it.histories.step.ConnectionCall.COMMIT;
import static io.heddle.it.histories.step.ConnectionCall.ROLLBACK;

import io.heddle.it.histories.engine.SourceKind;
import io.heddle.it.histories.step.Call;
import io.heddle.it.histories.step.Reopen;
import io.heddle.it.histories.step.XaStep.XaCall;
import java.util.ArrayList;
import java.util.List;

/** What records of PostgreSQL once got wrong. */
final class PostgresqlStories {
  private static final String PLAIN = "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1)";
  private static final String RETURNING = PLAIN + " RETURNING e";
  private static final String DUPLICATE = "INSERT INTO :t (h, e, v) VALUES (:h, 3, 1), (:h, 3, 1)";
  private static final String SAVES = "&autosave=always";

  private PostgresqlStories() {}

  static List<Story> all() {
    List<Story> stories = new ArrayList<>(xa());
    stories.addAll(chained());
    stories.addAll(saved());
    stories.addAll(SavepointStories.all());
    stories.addAll(released());
    stories.addAll(complaints());
    stories.addAll(procedures());
    return stories;
  }

  private static List<Story> xa() {
    return List.of(
        xa("XA: start, INSERT, end, rollback").inserts(GONE).xa(XaCall.END, XaCall.ROLLBACK),
        xa("XA: start, INSERT, end, prepare, rollback")
            .inserts(GONE)
            .xa(XaCall.END, XaCall.PREPARE, XaCall.ROLLBACK),
        xa("XA: start, INSERT, end, prepare, commit")
            .inserts(KEPT)
            .xa(XaCall.END, XaCall.PREPARE, XaCall.COMMIT_PREPARED),
        xa("XA: start, INSERT, end, commit in one phase")
            .inserts(KEPT)
            .xa(XaCall.END, XaCall.COMMIT_ONE_PHASE),
        xa("XA: start, INSERT, a failed INSERT, end, prepare rolls back")
            .inserts(GONE)
            .writes(Call.UPDATE, DUPLICATE, GONE)
            .refused("23505")
            .xa(XaCall.END, XaCall.PREPARE),
        xa("XA: start, INSERT, close while open").inserts(GONE).does(new Reopen()),
        xa("XA: start, INSERT, end, close").inserts(GONE).xa(XaCall.END).does(new Reopen()),
        xa("XA: start, executeQuery(INSERT), end, rollback")
            .writes(Call.QUERY, RETURNING, GONE)
            .xa(XaCall.END, XaCall.ROLLBACK),
        Story.of("XA: writes before and after a branch that is rolled back")
            .from(SourceKind.XA)
            .inserts(KEPT)
            .xa(XaCall.START)
            .inserts(GONE)
            .xa(XaCall.END, XaCall.ROLLBACK)
            .inserts(KEPT));
  }

  private static Story xa(String name) {
    return Story.of(name).from(SourceKind.XA).xa(XaCall.START);
  }

  private static List<Story> chained() {
    return List.of(
        Story.of("BEGIN, COMMIT AND CHAIN, INSERT, ROLLBACK")
            .runs("BEGIN", "COMMIT AND CHAIN")
            .inserts(GONE)
            .runs("ROLLBACK"),
        Story.of("BEGIN, INSERT, COMMIT AND CHAIN, INSERT, ROLLBACK")
            .runs("BEGIN")
            .inserts(KEPT)
            .runs("COMMIT AND CHAIN")
            .inserts(GONE)
            .runs("ROLLBACK"),
        Story.of("BEGIN, INSERT, ROLLBACK AND CHAIN, INSERT, COMMIT")
            .runs("BEGIN")
            .inserts(GONE)
            .runs("ROLLBACK AND CHAIN")
            .inserts(KEPT)
            .runs("COMMIT"),
        Story.of("setAutoCommit(false), INSERT, COMMIT AND CHAIN, INSERT, rollback()")
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .runs("COMMIT AND CHAIN")
            .inserts(GONE)
            .does(ROLLBACK),
        Story.of("BEGIN, COMMIT AND CHAIN, INSERT, close")
            .runs("BEGIN", "COMMIT AND CHAIN")
            .inserts(GONE)
            .does(new Reopen()));
  }

  private static List<Story> saved() {
    return List.of(
        Story.of("autosave=always: one failed statement, then commit()")
            .with(SAVES)
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .writes(Call.UPDATE, DUPLICATE, GONE)
            .refused("23505")
            .inserts(KEPT)
            .does(COMMIT),
        Story.of("autosave=always: one failed statement that was prepared, then commit()")
            .with(SAVES)
            .does(AUTO_COMMIT_OFF)
            .prepares(Call.UPDATE, PLAIN, KEPT)
            .prepares(Call.UPDATE, DUPLICATE, GONE)
            .refused("23505")
            .prepares(Call.UPDATE, PLAIN, KEPT)
            .does(COMMIT),
        Story.of("autosave=always: one failed statement, then rollback()")
            .with(SAVES)
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .writes(Call.UPDATE, DUPLICATE, GONE)
            .refused("23505")
            .inserts(GONE)
            .does(ROLLBACK),
        // The driver goes back to a savepoint of its own that is older than the first INSERT.
        Story.of("autosave=always: three failed statements around an INSERT, then COMMIT")
            .with("&cleanupSavepoints=true&autosave=always")
            .does(AUTO_COMMIT_OFF)
            .runs("ROLLBACK TO c")
            .refused("3B001")
            .lists(1, GONE_OR_UNKNOWN)
            .runs("RELEASE b")
            .refused("3B001")
            .prepares(Call.UPDATE, PLAIN, GONE)
            .refused("25P02")
            .runs("COMMIT AND NO CHAIN"),
        Story.of("one failed statement aborts, and commit() rolls back")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .writes(Call.UPDATE, DUPLICATE, GONE)
            .refused("23505")
            .does(COMMIT));
  }

  private static List<Story> released() {
    return List.of(
        Story.of("ROLLBACK TO a released savepoint aborts, and commit() rolls back")
            .does(AUTO_COMMIT_OFF)
            .runs("SAVEPOINT a")
            .inserts(GONE)
            .runs("RELEASE SAVEPOINT a", "ROLLBACK TO SAVEPOINT a")
            .refused("3B001")
            .does(COMMIT),
        Story.of("of two savepoints of one name the second is released, and the first undoes both")
            .does(AUTO_COMMIT_OFF)
            .runs("SAVEPOINT a")
            .inserts(GONE)
            .runs("SAVEPOINT a")
            .inserts(GONE)
            .runs("RELEASE SAVEPOINT a", "ROLLBACK TO SAVEPOINT a")
            .does(COMMIT));
  }

  private static List<Story> complaints() {
    List<Story> stories = new ArrayList<>();
    stories.addAll(complaints("executeQuery(INSERT)", Call.QUERY, PLAIN, "02000"));
    stories.addAll(
        complaints("executeUpdate(INSERT … RETURNING)", Call.UPDATE, RETURNING, "0100E"));
    return stories;
  }

  private static List<Story> complaints(String what, Call call, String text, String state) {
    return List.of(
        Story.of(what + " with auto-commit").writes(call, text, KEPT).refused(state),
        Story.of(what + ", prepared, with auto-commit").prepares(call, text, KEPT).refused(state),
        Story.of(what + ", commit()")
            .does(AUTO_COMMIT_OFF)
            .writes(call, text, KEPT)
            .refused(state)
            .inserts(KEPT)
            .does(COMMIT),
        Story.of(what + ", rollback()")
            .does(AUTO_COMMIT_OFF)
            .writes(call, text, GONE)
            .refused(state)
            .does(ROLLBACK),
        Story.of(what + " with autosave=always, commit()")
            .with(SAVES)
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            // The driver may undo the statement of which it complains.
            .writes(call, text, KEPT_OR_UNKNOWN)
            .refused(state)
            .does(COMMIT));
  }

  /** A CALL or DO that raises may have committed before: nothing that the driver holds tells. */
  private static List<Story> procedures() {
    return List.of(
        Story.of("CALL that commits inside and raises")
            .writes(Call.EXECUTE, "CALL p:k_commit_raise(:h)", KEPT_OR_UNKNOWN)
            .refused("P0001"),
        Story.of("CALL, prepared, that commits inside and raises")
            .prepares(Call.EXECUTE, "CALL p:k_commit_raise(:h)", KEPT_OR_UNKNOWN)
            .refused("P0001"),
        Story.of("CALL that raises")
            .writes(Call.EXECUTE, "CALL p:k_raise(:h)", GONE_OR_UNKNOWN)
            .refused("P0001"),
        Story.of("CALL that commits inside").writes(Call.EXECUTE, "CALL p:k_commit(:h)", KEPT),
        Story.of("DO that commits inside and raises")
            .writes(Call.EXECUTE, block("COMMIT; RAISE EXCEPTION 'raised';"), KEPT_OR_UNKNOWN)
            .refused("P0001"),
        Story.of("DO that raises what the driver complains with")
            .writes(
                Call.EXECUTE,
                block("RAISE EXCEPTION USING ERRCODE = '02000', MESSAGE = 'raised';"),
                GONE_OR_UNKNOWN)
            .refused("02000"),
        Story.of("DO that raises in a transaction, commit()")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .writes(Call.EXECUTE, block("RAISE EXCEPTION 'raised';"), GONE)
            .refused("P0001")
            .does(COMMIT));
  }

  private static String block(String end) {
    return "DO $$ BEGIN INSERT INTO :t (h, e, v) VALUES (:h, 0, 1); " + end + " END $$";
  }
}
