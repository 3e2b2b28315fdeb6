package io.heddle.audit.spool;

import java.util.function.Consumer;

/**
 * Tells an operator that operations are being lost, why, and what to do; and when it is over. A
 * line a minute at most. One thread at a time.
 */
final class LossLog {
  /** The least time between two lines that say something is being lost. */
  static final long BETWEEN_NANOS = 60_000_000_000L;

  /** So long nothing may be lost before it is over. */
  static final long OVER_NANOS = 5_000_000_000L;

  private static final LossReason[] REASONS = LossReason.values();

  private final SpoolOptions options;
  private final Losses losses;
  private final Consumer<String> log;

  /** How many were lost for each reason before what is told next. */
  private final long[] before = new long[REASONS.length];

  private long seen;
  private long lostNanos;
  private long toldNanos;
  private boolean isLosing;
  private boolean hasToldAny;

  /** Whether the losses of now were told, so that their end is to be told too. */
  private boolean isTold;

  /** How many were lost before the losses of now. */
  private long lostEarlier;

  LossLog(SpoolOptions options, Losses losses, Consumer<String> log) {
    this.options = options;
    this.losses = losses;
    this.log = log;
  }

  /** Looks whether there is something to say. */
  void look(long nanoTime) {
    long total = losses.total();
    if (total > seen) {
      lostEarlier = isLosing ? lostEarlier : seen;
      isLosing = true;
      seen = total;
      lostNanos = nanoTime;
    }
    if (!isLosing) {
      return;
    }
    boolean mayTell = !hasToldAny || nanoTime - toldNanos >= BETWEEN_NANOS;
    if (mayTell && lostNanos == nanoTime) {
      tellLosing();
      toldNanos = nanoTime;
      hasToldAny = true;
      isTold = true;
    } else if (nanoTime - lostNanos >= OVER_NANOS) {
      isLosing = false;
      if (isTold) {
        isTold = false;
        log.accept(
            "operations are recorded again; "
                + (seen - lostEarlier)
                + " were lost, which the audit says too: heddle audit events --kind loss");
      }
    }
  }

  private void tellLosing() {
    LossReason most = REASONS[0];
    long mostLost = -1;
    for (LossReason reason : REASONS) {
      long lost = losses.of(reason) - before[reason.ordinal()];
      before[reason.ordinal()] += lost;
      if (lost > mostLost) {
        mostLost = lost;
        most = reason;
      }
    }
    log.accept("operations are NOT recorded, " + seen + " lost so far: " + why(most));
  }

  private String why(LossReason reason) {
    return switch (reason) {
      case SEGMENT_NOT_READY ->
          "the disk below "
              + options.root()
              + " is slower than the application; put heddle.home on a faster one, or raise"
              + " heddle.spool.segment-bytes";
      case BUDGET ->
          "nobody archives, and the spool below "
              + options.root()
              + " has reached the "
              + options.maxBytes()
              + " bytes it may have; start 'heddle sidecar', or raise heddle.spool.max-bytes";
      case DISK_FULL -> "the disk below " + options.root() + " is full; make room";
      case IO_ERROR ->
          "the disk below "
              + options.root()
              + " cannot be written; look at its mount, its rights and the kernel's log";
      case UNLINKED ->
          "somebody removed or cut files below "
              + options.root()
              + "; let the archiver alone do that";
      case CLOSED -> "the JVM is ending";
      case NOT_OPEN ->
          "the spool below " + options.root() + " could not be opened in time; it is open now";
      case FAILED -> "Heddle failed while it recorded, or there is no memory left";
    };
  }
}
