package io.heddle.audit.archive;

import java.util.ArrayList;
import java.util.List;

/**
 * What an archiver counts and tells: only what was committed. What a rollback takes back will be
 * read again, and must be counted once.
 */
final class Tally {
  private record Event(boolean isSevere, String message) {}

  private record Counts(
      long archived, long duplicates, long conflicts, long lost, long damages, long lastMicros) {}

  private final ArchiveEvents events;
  private final List<Event> untold = new ArrayList<>();
  private Counts committed = new Counts(0, 0, 0, 0, 0, 0);
  private Counts current = committed;
  private long sealed;

  Tally(ArchiveEvents events) {
    this.events = events;
  }

  void archived(long count, long newestMicros) {
    Counts c = current;
    current =
        new Counts(
            c.archived + count,
            c.duplicates,
            c.conflicts,
            c.lost,
            c.damages,
            Math.max(c.lastMicros, newestMicros));
  }

  void duplicate() {
    Counts c = current;
    current =
        new Counts(c.archived, c.duplicates + 1, c.conflicts, c.lost, c.damages, c.lastMicros);
  }

  void conflict(String message) {
    Counts c = current;
    current =
        new Counts(c.archived, c.duplicates, c.conflicts + 1, c.lost, c.damages, c.lastMicros);
    tell(true, message);
  }

  void lost(long count, String message) {
    Counts c = current;
    current =
        new Counts(c.archived, c.duplicates, c.conflicts, c.lost + count, c.damages, c.lastMicros);
    tell(true, message);
  }

  void damage(String message) {
    Counts c = current;
    current =
        new Counts(c.archived, c.duplicates, c.conflicts, c.lost, c.damages + 1, c.lastMicros);
    tell(true, message);
  }

  /** Tells once it is committed. */
  void tell(boolean isSevere, String message) {
    untold.add(new Event(isSevere, message));
  }

  /** Tells something that no transaction can take back. */
  void tellNow(boolean isSevere, String message) {
    events.happened(isSevere, message);
  }

  /** Counts a segment, which needs no commit. */
  void sealed(long number) {
    sealed++;
    events.happened(false, "sealed segment " + number);
  }

  void commit() {
    committed = current;
    List<Event> told = List.copyOf(untold);
    untold.clear();
    for (Event event : told) {
      events.happened(event.isSevere, event.message);
    }
  }

  void rollback() {
    current = committed;
    untold.clear();
  }

  ArchiverProgress progress(long hotRecords, long backlogBytes) {
    return new ArchiverProgress(
        committed.archived,
        committed.duplicates,
        committed.conflicts,
        committed.lost,
        committed.damages,
        sealed,
        hotRecords,
        backlogBytes,
        committed.lastMicros);
  }
}
