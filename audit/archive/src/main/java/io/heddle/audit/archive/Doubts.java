package io.heddle.audit.archive;

import io.heddle.audit.archive.store.Doubt;
import io.heddle.audit.archive.store.HotFile;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.spool.Outcome;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongSupplier;

/** The transactions that only their databases know the outcome of. One thread. */
final class Doubts {
  private final ArchiveHome home;
  private final HotFile hot;
  private final Tally tally;
  private final LongSupplier epochMicros;

  Doubts(ArchiveHome home, HotFile hot, Tally tally, LongSupplier epochMicros) {
    this.home = home;
    this.hot = hot;
    this.tally = tally;
    this.epochMicros = epochMicros;
  }

  /** All that there are, the oldest first. */
  List<Doubt> all() throws ArchiveException {
    try {
      List<Doubt> all = hot.doubts();
      hot.commit();
      return all;
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    }
  }

  /** Decides one for good; nothing happens if that was done already. */
  void resolve(Doubt doubt, Outcome outcome, String how) throws ArchiveException {
    try {
      int writes = hot.resolve(doubt, outcome, how, epochMicros.getAsLong());
      hot.commit();
      if (writes > 0) {
        tally.tellNow(
            false,
            "transaction "
                + doubt.transaction()
                + " of "
                + doubt.node()
                + ", in doubt since its process died, is "
                + outcome
                + ": "
                + how);
      }
    } catch (SQLException failure) {
      takeBack();
      throw Sqlite.unusable(home.hot(), failure);
    }
  }

  /** Gives up those that nobody could tell of for so long. */
  void giveUp(long afterMillis) throws ArchiveException {
    long before = epochMicros.getAsLong() - afterMillis * 1_000;
    for (Doubt doubt : all()) {
      if (doubt.intendedMicros() < before) {
        resolve(doubt, Outcome.UNKNOWN, "nobody could ask " + doubt.database() + " in time");
      }
    }
  }

  private void takeBack() throws ArchiveException {
    try {
      hot.rollback();
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    }
  }
}
