package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ArchiveException;
import java.util.List;
import java.util.Map;

/** What a file of the archive holds, as verification reads it. */
interface ArchiveFile extends AutoCloseable {
  /**
   * A log as the file describes it.
   *
   * @param started 0: not told
   * @param closed 0: not told
   */
  record Log(
      long id,
      LogKey key,
      String service,
      String version,
      String jvm,
      long pid,
      long started,
      long closed,
      boolean isEnded,
      long nextSeq) {}

  /** A line of the table of spans. */
  record Span(long firstLeaf, long log, long firstSeq, long records) {}

  /** A line of the table of incidents. */
  record Incident(
      long log,
      String kind,
      long seenMicros,
      long firstSeq,
      long lastSeq,
      long records,
      String reason) {}

  /** Takes what is a leaf, in the order of log and sequence number; the archive's own first. */
  interface Sink {
    /** An operation; the row is used again. */
    void row(Row row);

    /** Anything else. */
    void event(long log, long seq, byte[] body);
  }

  /** Its path below the home. */
  String name();

  /** Whether it is of a version that has a ledger. */
  boolean hasLedger();

  List<Log> logs() throws ArchiveException;

  List<Span> spans() throws ArchiveException;

  List<Incident> incidents() throws ArchiveException;

  /** All texts, as they are stored. */
  Map<Long, byte[]> texts() throws ArchiveException;

  /** Hands over every operation and event. */
  default void scan(Sink sink) throws ArchiveException {
    scan(sink, true);
  }

  /** Hands over every event, and every operation if they are wanted. */
  void scan(Sink sink, boolean withOperations) throws ArchiveException;

  @Override
  void close() throws ArchiveException;
}
