package io.heddle.audit.spool;

/**
 * How far a log has been read; kept by the reader's owner together with what it made of it.
 *
 * @param segment index of the segment
 * @param offset of the next frame in it, in bytes
 * @param nextSeq the sequence number expected there
 */
public record SpoolPosition(long segment, long offset, long nextSeq) {
  /** Before the first record of a log. */
  public static final SpoolPosition START = new SpoolPosition(0, SpoolFormat.HEADER_BYTES, 1);
}
