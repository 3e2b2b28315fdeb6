package io.heddle.it.histories.named;

import static io.heddle.it.histories.named.Fate.GONE;
import static io.heddle.it.histories.named.Fate.GONE_OR_UNKNOWN;
import static io.heddle.it.histories.named.Fate.KEPT;
import static io.heddle.it.histories.named.Fate.KEPT_OR_UNKNOWN;
import static io.heddle.it.histories.step.ConnectionCall.AUTO_COMMIT_OFF;
import static io.heddle.it.histories.step.ConnectionCall.COMMIT;
import static io.heddle.it.histories.step.ConnectionCall.ROLLBACK;

import io.heddle.it.histories.step.ManySavepoints;
import io.heddle.it.histories.step.RollbackToSavepoint;
import io.heddle.it.histories.step.SetSavepoint;
import java.util.List;

/** More savepoints than the agent remembers: 256. What it does not know may say UNKNOWN. */
final class SavepointStories {
  private static final int MANY = 300;
  private static final String SET = "SAVEPOINT :s";

  private SavepointStories() {}

  static List<Story> all() {
    return List.of(
        Story.of("behind 300 savepoints by API, rollback to the first undoes the row")
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT_OR_UNKNOWN)
            .does(new SetSavepoint("s0"))
            .inserts(GONE_OR_UNKNOWN)
            .does(new ManySavepoints(MANY, null), new RollbackToSavepoint(0))
            .does(COMMIT),
        Story.of("behind 300 savepoints by SQL, ROLLBACK TO the first undoes the row")
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT_OR_UNKNOWN)
            .runs("SAVEPOINT s0")
            .inserts(GONE_OR_UNKNOWN)
            .does(new ManySavepoints(MANY, SET))
            .runs("ROLLBACK TO SAVEPOINT s0")
            .inserts(KEPT)
            .does(COMMIT),
        Story.of("behind 300 savepoints by SQL in a transaction by SQL, the row is undone")
            .runs("BEGIN", "SAVEPOINT s0")
            .inserts(GONE_OR_UNKNOWN)
            .does(new ManySavepoints(MANY, SET))
            .runs("ROLLBACK TO SAVEPOINT s0", "COMMIT"),
        Story.of("behind 300 savepoints and ROLLBACK TO the first, rollback() undoes everything")
            .does(AUTO_COMMIT_OFF)
            .inserts(GONE)
            .runs("SAVEPOINT s0")
            .inserts(GONE)
            .does(new ManySavepoints(MANY, SET))
            .runs("ROLLBACK TO SAVEPOINT s0")
            .inserts(GONE)
            .does(ROLLBACK),
        Story.of("behind 300 savepoints, commit() without a rollback keeps the rows")
            .does(AUTO_COMMIT_OFF)
            .inserts(KEPT)
            .does(new ManySavepoints(MANY, SET))
            .inserts(KEPT)
            .does(COMMIT));
  }
}
