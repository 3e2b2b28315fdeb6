package io.heddle.audit.archive;

import io.heddle.audit.archive.privacy.TenantKeyStore;
import io.heddle.audit.archive.store.HotFile;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.spool.SpoolDirectory;
import io.heddle.audit.spool.SpoolFormatException;
import io.heddle.audit.spool.SpoolLog;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** The logs below a home's spool, and those of them that are being archived. One thread. */
final class LogDrains implements AutoCloseable {
  private final ArchiveHome home;
  private final HotFile hot;
  private final TenantKeyStore keys;
  private final Tally tally;
  private final LongSupplier epochMicros;
  private final ReadAhead ahead = new ReadAhead();
  private final Map<SpoolLog, LogDrain> drains = new HashMap<>();

  /** Logs of another version, which are not tried again. */
  private final Set<SpoolLog> refused = new HashSet<>();

  LogDrains(
      ArchiveHome home, HotFile hot, TenantKeyStore keys, Tally tally, LongSupplier epochMicros) {
    this.home = home;
    this.hot = hot;
    this.keys = keys;
    this.tally = tally;
    this.epochMicros = epochMicros;
  }

  /** The logs that there are now and that can be read. */
  List<SpoolLog> logs() throws ArchiveException {
    try {
      return SpoolDirectory.logs(home.spool()).stream()
          .filter(log -> !refused.contains(log))
          .toList();
    } catch (IOException failure) {
      throw new ArchiveException(
          "the spool below " + home.spool() + " cannot be read (" + failure + ")", failure);
    }
  }

  /** The disk they take, in bytes; -1 if that cannot be told. */
  long backlogBytes() {
    long bytes = 0;
    try {
      for (SpoolLog log : SpoolDirectory.logs(home.spool())) {
        bytes += log.sizeBytes();
      }
    } catch (IOException unknown) {
      return -1;
    }
    return bytes;
  }

  /**
   * Archives a batch of a log. If this throws, nothing of the batch is archived, and the log is
   * read again from where the archive says.
   *
   * @param committed is run as soon as the batch is committed
   * @return how many records were taken
   * @throws IOException if the log cannot be read
   * @throws ArchiveException if the archive cannot be written
   */
  int drain(SpoolLog log, int mostRecords, Runnable committed)
      throws IOException, ArchiveException {
    try {
      LogDrain drain = drains.get(log);
      if (drain == null) {
        drain = new LogDrain(home, log, ahead, hot, keys, tally, epochMicros);
        drains.put(log, drain);
      }
      int taken = drain(log, drain, mostRecords);
      committed.run();
      drain.removeArchived();
      if (drain.isFinished()) {
        drains.remove(log);
      }
      return taken;
    } catch (SQLException failure) {
      takeBack(log);
      throw Sqlite.unusable(home.hot(), failure);
    } catch (IOException | ArchiveException | RuntimeException failure) {
      takeBack(log);
      throw failure;
    }
  }

  @Override
  public void close() {
    drains.values().forEach(LogDrain::close);
    drains.clear();
    ahead.close();
  }

  private int drain(SpoolLog log, LogDrain drain, int mostRecords)
      throws IOException, SQLException, ArchiveException {
    try {
      return drain.drain(mostRecords);
    } catch (SpoolFormatException otherVersion) {
      refused.add(log);
      tally.tellNow(true, log.path() + ": " + otherVersion.getMessage());
      return 0;
    }
  }

  /** Forgets what was not committed. */
  private void takeBack(SpoolLog log) throws ArchiveException {
    LogDrain drain = drains.remove(log);
    if (drain != null) {
      drain.close();
    }
    tally.rollback();
    try {
      hot.rollback();
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    }
  }
}
