package io.heddle.it.histories.named;

import static io.heddle.it.histories.named.Fate.GONE;
import static io.heddle.it.histories.named.Fate.GONE_OR_UNKNOWN;
import static io.heddle.it.histories.named.Fate.KEPT;
import static io.heddle.it.histories.named.Fate.KEPT_OR_UNKNOWN;
import static io.heddle.it.histories.step.ConnectionCall.AUTO_COMMIT_OFF;
import static io.heddle.it.histories.step.ConnectionCall.COMMIT;
import static io.heddle.it.histories.step.ConnectionCall.ROLLBACK;

import io.heddle.it.histories.step.Call;
import io.heddle.it.histories.step.Reopen;
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
    stories.addAll(undone("an Aria table", ARIA));
    stories.addAll(undone("a MyISAM table", MYISAM));
    stories.addAll(complaints());
    return stories;
  }

  static List<Story> ofEachConnector() {
    return List.of(
        Story.of("commit() of a row of an Aria table")
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .at(ARIA)
            .inserts(KEPT)
            .does(COMMIT),
        Story.of("commit() of a row of a MyISAM table")
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .at(MYISAM)
            .inserts(KEPT)
            .does(COMMIT),
        Story.of("close() with an open transaction leaves the row of a MyISAM table")
            .does(AUTO_COMMIT_OFF)
            .at(MYISAM)
            .inserts(KEPT_OR_UNKNOWN)
            .does(new Reopen()));
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
