package io.heddle.it.histories.named;

import static io.heddle.it.histories.named.Fate.GONE;
import static io.heddle.it.histories.named.Fate.KEPT;
import static io.heddle.it.histories.step.ConnectionCall.AUTO_COMMIT_OFF;
import static io.heddle.it.histories.step.ConnectionCall.COMMIT;
import static io.heddle.it.histories.step.ConnectionCall.ROLLBACK;

import io.heddle.it.histories.engine.SourceKind;
import io.heddle.it.histories.step.Call;
import io.heddle.it.histories.step.Reopen;
import io.heddle.it.histories.step.XaStep.XaCall;
import java.util.ArrayList;
import java.util.List;

/** What records of Firebird once got wrong: its driver complains of the kind of answer. */
final class FirebirdStories {
  private static final String PLAIN = "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1)";
  private static final String RETURNING = PLAIN + " RETURNING e";
  private static final String BY_TEXT = "&allowTxStmts=true";

  private FirebirdStories() {}

  static List<Story> all() {
    List<Story> stories = new ArrayList<>();
    stories.addAll(complaints("executeQuery(INSERT)", Call.QUERY, PLAIN, "07005"));
    stories.addAll(
        complaints("executeUpdate(INSERT … RETURNING)", Call.UPDATE, RETURNING, "07003"));
    stories.add(
        Story.of("INSERT … RETURNING with auto-commit").writes(Call.QUERY, RETURNING, KEPT));
    stories.add(
        Story.of("INSERT … RETURNING, left open, INSERT, with auto-commit")
            .writes(Call.QUERY_LEFT_OPEN, RETURNING, KEPT)
            .inserts(KEPT));
    stories.add(
        Story.of("INSERT … RETURNING, left open, SAVEPOINT, rollback(), with auto-commit before")
            .writes(Call.QUERY_LEFT_OPEN, RETURNING, KEPT)
            .runs("SAVEPOINT s")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .does(ROLLBACK));
    stories.add(
        Story.of("setAutoCommit(false), INSERT, close()")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .does(new Reopen()));
    stories.add(
        Story.of("COMMIT by SQL, INSERT, ROLLBACK RETAIN, INSERT, COMMIT RETAIN")
            .with(BY_TEXT)
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .runs("COMMIT")
            .inserts(GONE)
            .runs("ROLLBACK RETAIN")
            .inserts(KEPT)
            .runs("COMMIT RETAIN")
            .inserts(GONE)
            .does(ROLLBACK));
    for (XaCall end : List.of(XaCall.COMMIT_ONE_PHASE, XaCall.ROLLBACK)) {
      stories.add(
          Story.of("a branch ends by " + end)
              .from(SourceKind.XA)
              .xa(XaCall.START)
              .inserts(end == XaCall.ROLLBACK ? GONE : KEPT)
              .xa(XaCall.END, end));
    }
    for (XaCall end : List.of(XaCall.COMMIT_PREPARED, XaCall.ROLLBACK)) {
      stories.add(
          Story.of("a branch that is prepared ends by " + end)
              .from(SourceKind.XA)
              .xa(XaCall.START)
              .inserts(end == XaCall.ROLLBACK ? GONE : KEPT)
              .xa(XaCall.END, XaCall.PREPARE, end));
    }
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
            .does(COMMIT),
        Story.of(what + ", rollback()")
            .does(AUTO_COMMIT_OFF)
            .writes(call, text, GONE)
            .refused(state)
            .does(ROLLBACK));
  }
}
