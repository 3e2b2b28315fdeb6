package io.heddle.audit.spool;

import io.heddle.audit.spool.SpoolRecord.NoteRecord;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * What the spool still owes its readers: notes that found no room, and how much was lost. It is
 * written as soon as something can be written again, the notes first and in their order. Any
 * thread; two at a time would tell the same loss, so one waits.
 */
final class Arrears {
  /** Notes are few; so many waiting say that nothing can be written for good. */
  private static final int MOST_WAITING = 1_000;

  private final SpoolWriter writer;
  private final Losses losses;
  private final SpoolOptions options;
  private final Consumer<String> log;

  /** Bound: {@link #MOST_WAITING}. */
  private final Queue<NoteRecord> waiting = new ArrayDeque<>(2);

  /** Null until something is lost, so that an application that loses nothing never loads it. */
  private LossLog lossLog;

  /**
   * @param log takes what an operator must know of losses
   */
  Arrears(SpoolWriter writer, Losses losses, SpoolOptions options, Consumer<String> log) {
    this.writer = writer;
    this.losses = losses;
    this.options = options;
    this.log = log;
  }

  /** Writes a note, or lets it wait; false if the spool is closed or too many wait already. */
  synchronized boolean note(long epochMicros, String what, String detail) {
    if (waiting.isEmpty() && writer.tryNote(epochMicros, what, detail)) {
      return true;
    }
    if (writer.isClosed() || waiting.size() >= MOST_WAITING) {
      return false;
    }
    waiting.add(new NoteRecord(0, epochMicros, what, detail));
    return true;
  }

  /** Writes what is owed, as far as it can be written. */
  synchronized void pay() {
    for (NoteRecord note = waiting.peek();
        note != null && writer.tryNote(note.epochMicros(), note.what(), note.detail());
        note = waiting.peek()) {
      waiting.remove();
    }
    for (LossReason reason : LossReason.values()) {
      long count = losses.unrecorded(reason);
      if (count > 0 && writer.tryLoss(count, reason)) {
        losses.recorded(reason, count);
      }
    }
  }

  /** Says what an operator must know of losses; called by one thread at a time. */
  void tell(long nanoTime) {
    if (lossLog == null && losses.total() > 0) {
      lossLog = new LossLog(options, losses, log);
    }
    if (lossLog != null) {
      lossLog.look(nanoTime);
    }
  }
}
