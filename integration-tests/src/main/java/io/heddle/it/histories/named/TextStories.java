package io.heddle.it.histories.named;

import static io.heddle.it.histories.named.Fate.GONE;
import static io.heddle.it.histories.named.Fate.GONE_OR_UNKNOWN;
import static io.heddle.it.histories.named.Fate.KEPT;
import static io.heddle.it.histories.named.Fate.KEPT_OR_UNKNOWN;
import static io.heddle.it.histories.step.ConnectionCall.AUTO_COMMIT_OFF;
import static io.heddle.it.histories.step.ConnectionCall.COMMIT;
import static io.heddle.it.histories.step.ConnectionCall.ROLLBACK;

import io.heddle.it.histories.step.Call;
import java.util.List;

/**
 * Texts of which a later statement fails, where each statement is executed by itself. Which of them
 * has failed the driver does not say, so UNKNOWN is right too.
 */
final class TextStories {
  private static final String PLAIN = "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1)";
  private static final String DUPLICATE = "INSERT INTO :t (h, e, v) VALUES (:h, 3, 1), (:h, 3, 1)";

  private TextStories() {}

  /**
   * @param refusal what the driver's exception shows for a duplicate key
   * @param firstInTransaction what becomes of the first statement if auto-commit is off
   */
  static List<Story> all(String refusal, Fate firstInTransaction) {
    return List.of(
        Story.of("of two statements in one text the second fails, with auto-commit")
            .writes(Call.UPDATE, PLAIN + "; " + DUPLICATE, KEPT_OR_UNKNOWN, GONE_OR_UNKNOWN)
            .refused(refusal),
        Story.of("of three statements in one text the second fails, with auto-commit")
            .writes(
                Call.UPDATE,
                PLAIN + "; " + DUPLICATE + "; " + PLAIN,
                KEPT_OR_UNKNOWN,
                GONE_OR_UNKNOWN,
                GONE_OR_UNKNOWN)
            .refused(refusal),
        Story.of("of two statements in one text the second fails, commit()")
            .does(AUTO_COMMIT_OFF)
            .writes(Call.UPDATE, PLAIN + "; " + DUPLICATE, firstInTransaction, GONE_OR_UNKNOWN)
            .refused(refusal)
            .inserts(KEPT)
            .does(COMMIT),
        Story.of("of two statements in one text the second fails, rollback()")
            .does(AUTO_COMMIT_OFF)
            .writes(Call.UPDATE, PLAIN + "; " + DUPLICATE, GONE, GONE)
            .refused(refusal)
            .does(ROLLBACK));
  }
}
