package io.heddle.it.histories.named;

import static io.heddle.it.histories.named.Fate.GONE;
import static io.heddle.it.histories.named.Fate.KEPT;
import static io.heddle.it.histories.step.ConnectionCall.AUTO_COMMIT_OFF;
import static io.heddle.it.histories.step.ConnectionCall.COMMIT;
import static io.heddle.it.histories.step.ConnectionCall.ROLLBACK;

import io.heddle.it.histories.step.Call;
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
