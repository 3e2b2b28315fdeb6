package io.heddle.it.histories.named;

import static io.heddle.it.histories.named.Fate.GONE;
import static io.heddle.it.histories.named.Fate.KEPT;
import static io.heddle.it.histories.step.ConnectionCall.AUTO_COMMIT_OFF;
import static io.heddle.it.histories.step.ConnectionCall.AUTO_COMMIT_ON;
import static io.heddle.it.histories.step.ConnectionCall.COMMIT;
import static io.heddle.it.histories.step.ConnectionCall.ROLLBACK;

import io.heddle.it.histories.step.Call;
import io.heddle.it.histories.step.SetSavepoint;
import java.util.ArrayList;
import java.util.List;

/** What records of DuckDB once got wrong: its driver complains of the kind of answer. */
final class DuckdbStories {
  private static final String PLAIN = "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1)";
  private static final String STATE = "HY010";

  private DuckdbStories() {}

  static List<Story> all() {
    List<Story> stories = new ArrayList<>();
    stories.addAll(complaints("executeQuery(INSERT)", Call.QUERY, PLAIN));
    stories.addAll(
        complaints("executeUpdate(INSERT … RETURNING)", Call.UPDATE, PLAIN + " RETURNING e"));
    for (String end : List.of("COMMIT", "ROLLBACK")) {
      Fate fate = end.equals("COMMIT") ? KEPT : GONE;
      stories.add(
          Story.of("the driver begins no transaction behind one that " + end + " has ended")
              .does(AUTO_COMMIT_OFF)
              .inserts(fate)
              .runs(end)
              .inserts(KEPT)
              .does(AUTO_COMMIT_OFF)
              .inserts(KEPT)
              .does(ROLLBACK)
              .refused("no transaction is active"));
    }
    stories.add(
        Story.of("nor once auto-commit was on in between")
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .runs("COMMIT")
            .does(AUTO_COMMIT_ON)
            .refused("no transaction is active")
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .does(ROLLBACK)
            .refused("no transaction is active"));
    stories.add(
        Story.of("a savepoint that the driver refuses ends nothing")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .does(new SetSavepoint(null))
            .refused("setSavepoint")
            .inserts(GONE)
            .does(ROLLBACK));
    stories.add(
        Story.of("a text is run but for its last statement when it is prepared")
            .does(AUTO_COMMIT_OFF)
            .writes(Call.UPDATE, PLAIN, Fate.KEPT_OR_UNKNOWN)
            .prepares(
                Call.UPDATE,
                "COMMIT; INSERT INTO :t (h, e, v) VALUES (:h, 0, 1)",
                Fate.KEPT_OR_UNKNOWN));
    return stories;
  }

  private static List<Story> complaints(String what, Call call, String text) {
    return List.of(
        Story.of(what + " with auto-commit").writes(call, text, KEPT).refused(STATE),
        Story.of(what + ", prepared, with auto-commit").prepares(call, text, KEPT).refused(STATE),
        Story.of(what + ", commit()")
            .does(AUTO_COMMIT_OFF)
            .writes(call, text, KEPT)
            .refused(STATE)
            .does(COMMIT),
        Story.of(what + ", rollback()")
            .does(AUTO_COMMIT_OFF)
            .writes(call, text, GONE)
            .refused(STATE)
            .does(ROLLBACK));
  }
}
