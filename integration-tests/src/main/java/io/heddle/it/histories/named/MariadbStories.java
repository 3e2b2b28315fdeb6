package io.heddle.it.histories.named;

import static io.heddle.it.histories.named.Fate.GONE;
import static io.heddle.it.histories.named.Fate.GONE_OR_UNKNOWN;
import static io.heddle.it.histories.named.Fate.KEPT;
import static io.heddle.it.histories.named.Fate.KEPT_OR_UNKNOWN;
import static io.heddle.it.histories.step.ConnectionCall.AUTO_COMMIT_OFF;
import static io.heddle.it.histories.step.ConnectionCall.COMMIT;
import static io.heddle.it.histories.step.ConnectionCall.IS_VALID;
import static io.heddle.it.histories.step.ConnectionCall.ROLLBACK;

import io.heddle.it.histories.engine.SourceKind;
import io.heddle.it.histories.step.Call;
import io.heddle.it.histories.step.Reopen;
import io.heddle.it.histories.step.XaStep.XaCall;
import java.util.ArrayList;
import java.util.List;

/** What records of MariaDB once got wrong. */
final class MariadbStories {
  private static final String RETURNING = "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1) RETURNING e";

  /** The slot whose table is Aria's, and the one whose table is MyISAM's. */
  private static final int ARIA = 8;

  private static final int MYISAM = 9;

  private MariadbStories() {}

  static List<Story> ofItsConnector() {
    List<Story> stories = new ArrayList<>(ofEachConnector());
    stories.addAll(complaints());
    stories.add(
        Story.of("executeQuery(INSERT) without RETURNING has an empty result set")
            .writes(Call.QUERY, "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1)", KEPT));
    return stories;
  }

  static List<Story> ofMySqlsConnector() {
    List<Story> stories = new ArrayList<>(ofEachConnector());
    stories.add(
        Story.of("a batch that the server has prepared, in a transaction that SQL has begun")
            .with("&useServerPrepStmts=true")
            .runs("BEGIN")
            .batches(3, GONE)
            .runs("ROLLBACK"));
    stories.add(
        Story.of("isValid() in a transaction, rollback()")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .does(IS_VALID, ROLLBACK));
    return stories;
  }

  private static List<Story> ofEachConnector() {
    List<Story> stories = new ArrayList<>();
    stories.addAll(kept("an Aria table", ARIA));
    stories.addAll(kept("a MyISAM table", MYISAM));
    stories.addAll(undone("an Aria table", ARIA));
    stories.addAll(undone("a MyISAM table", MYISAM));
    stories.add(
        Story.of("close() with an open transaction, of a table that was seen to roll back")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .does(new Reopen()));
    stories.add(
        Story.of("DO ends no transaction")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .runs("DO 1")
            .does(ROLLBACK));
    stories.addAll(branches());
    return stories;
  }

  private static List<Story> kept(String what, int slot) {
    return List.of(
        Story.of("commit() of a row of " + what)
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .at(slot)
            .inserts(KEPT)
            .does(COMMIT),
        Story.of("close() with an open transaction leaves the row of " + what)
            .does(AUTO_COMMIT_OFF)
            .at(slot)
            .inserts(KEPT_OR_UNKNOWN)
            .does(new Reopen()),
        Story.of("SET autocommit = 0 behind BEGIN, ROLLBACK without a warning of " + what)
            .runs("BEGIN")
            .at(slot)
            .inserts(KEPT_OR_UNKNOWN)
            .runs("SET autocommit = 0", "ROLLBACK"),
        Story.of("ROLLBACK as the first of several statements, of " + what)
            .runs("BEGIN")
            .at(slot)
            .inserts(KEPT_OR_UNKNOWN)
            .runs("ROLLBACK; SET @v = 1"));
  }

  private static List<Story> branches() {
    return List.of(
        Story.of("XA ROLLBACK of a branch that was not prepared")
            .from(SourceKind.XA)
            .xa(XaCall.START)
            .inserts(GONE)
            .xa(XaCall.END, XaCall.ROLLBACK),
        Story.of("XA COMMIT … ONE PHASE")
            .from(SourceKind.XA)
            .xa(XaCall.START)
            .inserts(KEPT)
            .xa(XaCall.END, XaCall.COMMIT_ONE_PHASE),
        Story.of("XA COMMIT of a branch that was prepared")
            .from(SourceKind.XA)
            .xa(XaCall.START)
            .inserts(KEPT)
            .xa(XaCall.END, XaCall.PREPARE, XaCall.COMMIT_PREPARED),
        Story.of("XA ROLLBACK of a branch that was prepared")
            .from(SourceKind.XA)
            .xa(XaCall.START)
            .inserts(GONE)
            .xa(XaCall.END, XaCall.PREPARE, XaCall.ROLLBACK));
  }

  /**
   * The server says of a rollback that something has stayed, and not what: UNKNOWN is right for all
   * writes of that transaction.
   */
  private static List<Story> undone(String what, int slot) {
    return List.of(
        Story.of("rollback() leaves the row of " + what)
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE_OR_UNKNOWN)
            .at(slot)
            .inserts(KEPT_OR_UNKNOWN)
            .does(ROLLBACK),
        Story.of("ROLLBACK by SQL leaves the row of " + what)
            .runs("BEGIN")
            .at(slot)
            .inserts(KEPT_OR_UNKNOWN)
            .runs("ROLLBACK"));
  }

  private static List<Story> complaints() {
    String what = "executeUpdate(INSERT … RETURNING)";
    return List.of(
        Story.of(what + " with auto-commit").writes(Call.UPDATE, RETURNING, KEPT).refused("HY000"),
        Story.of(what + ", prepared, with auto-commit")
            .prepares(Call.UPDATE, RETURNING, KEPT)
            .refused("HY000"),
        Story.of(what + ", commit()")
            .does(AUTO_COMMIT_OFF)
            .writes(Call.UPDATE, RETURNING, KEPT)
            .refused("HY000")
            .does(COMMIT),
        Story.of(what + ", rollback()")
            .does(AUTO_COMMIT_OFF)
            .writes(Call.UPDATE, RETURNING, GONE)
            .refused("HY000")
            .does(ROLLBACK));
  }
}
