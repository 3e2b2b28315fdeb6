package io.heddle.audit.archive;

import io.heddle.audit.spool.SpoolLog;
import io.heddle.audit.spool.SpoolPosition;
import java.io.IOException;
import java.util.Optional;

/**
 * A log's batches, one after the other. While there is a backlog the next one is read as soon as
 * the last one was handed out. One thread.
 */
final class LogReader implements AutoCloseable {
  private final BatchReader reader;
  private final ReadAhead ahead;
  private Optional<ReadAhead.Begun> begun = Optional.empty();

  LogReader(SpoolLog log, SpoolPosition from, ReadAhead ahead) {
    reader = new BatchReader(log, from);
    this.ahead = ahead;
  }

  /**
   * Reads up to so many records; none if there is nothing new.
   *
   * @throws IOException if the log cannot be read; this reader is then to be given up
   */
  Reading read(int mostRecords) throws IOException {
    Optional<ReadAhead.Begun> next = begun;
    begun = Optional.empty();
    Reading reading = next.isPresent() ? next.get().take() : reader.read(mostRecords);
    boolean isBacklog = reading.records() == mostRecords;
    if (isBacklog) {
      begun = ahead.begin(() -> reader.read(mostRecords));
    }
    return reading;
  }

  /** Removes the spool's segments that lie wholly before a position that is archived durably. */
  void deleteSegmentsBefore(SpoolPosition archived) throws IOException {
    begun.ifPresent(ReadAhead.Begun::settle);
    reader.deleteSegmentsBefore(archived);
  }

  @Override
  public void close() throws IOException {
    begun.ifPresent(ReadAhead.Begun::drop);
    begun = Optional.empty();
    reader.close();
  }
}
