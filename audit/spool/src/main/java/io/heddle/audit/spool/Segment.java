package io.heddle.audit.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * A segment being written, mapped into memory.
 *
 * <p>One long holds what is claimed: the ordinal of the next record above, the offset of its frame
 * below. One compare-and-set therefore claims both, and the order of sequence numbers is the order
 * in the file.
 */
final class Segment {
  /** An offset beyond every capacity: the segment takes no more. */
  private static final int SEALED = Integer.MAX_VALUE;

  private static final VarHandle LENGTH =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle MAGIC =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long index;
  private final Path path;
  private final ByteBuffer memory;

  /** Claims order nothing but themselves; what a claim covers is published by its length. */
  private final AtomicLong claimed = new AtomicLong(SpoolFormat.HEADER_BYTES);

  private long firstSeq;

  /**
   * The segment before this one while that may hold records not made durable, else null. Volatile:
   * the thread that goes on from one to the next sets it, the one that makes them durable clears
   * it.
   */
  private volatile Segment before;

  /** Whether the name of its file is durable. Handed on with the segment itself. */
  private boolean isNamed;

  /** Whether a sync of it has failed; known to the thread that syncs. */
  private boolean isGivenUp;

  Segment(long index, Path path, ByteBuffer memory) {
    this.index = index;
    this.path = path;
    this.memory = memory;
  }

  long index() {
    return index;
  }

  Path path() {
    return path;
  }

  /** The sequence number of its first record; once it has begun. */
  long firstSeq() {
    return firstSeq;
  }

  /** The memory its file is mapped into. */
  ByteBuffer memory() {
    return memory;
  }

  /** The segment before, as long as that has to be made durable as well; or null. */
  Segment before() {
    return before;
  }

  /** Says which segment came before, or with null that it need not be known any more. */
  void follows(Segment full) {
    before = full;
  }

  boolean isNamed() {
    return isNamed;
  }

  void isNamed(boolean known) {
    isNamed = known;
  }

  boolean isGivenUp() {
    return isGivenUp;
  }

  void giveUp() {
    isGivenUp = true;
  }

  /** Writes the header; the segment counts as begun when its magic, stored last, can be seen. */
  void begin(SpoolOptions options, long firstSequence, long epochMicros) {
    firstSeq = firstSequence;
    byte[] header = new byte[SpoolFormat.HEADER_BYTES];
    ByteBuffer view = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    view.putLong(0, SpoolFormat.MAGIC);
    view.putShort(SpoolFormat.HEADER_VERSION, (short) SpoolFormat.VERSION);
    view.putShort(SpoolFormat.HEADER_SIZE, (short) SpoolFormat.HEADER_BYTES);
    view.putLong(SpoolFormat.HEADER_BOOT, options.boot());
    view.putLong(SpoolFormat.HEADER_FIRST_SEQ, firstSequence);
    view.putLong(SpoolFormat.HEADER_CREATED, epochMicros);
    view.putInt(SpoolFormat.HEADER_CAPACITY, memory.capacity());
    view.position(SpoolFormat.HEADER_TEXTS);
    putText(view, options.node());
    putText(view, options.service());
    CRC32C crc = new CRC32C();
    crc.update(header);
    view.putInt(SpoolFormat.HEADER_CRC, (int) crc.getValue());
    memory.put(8, header, 8, header.length - 8);
    MAGIC.setRelease(memory, 0, SpoolFormat.MAGIC);
  }

  /**
   * Appends a record.
   *
   * @return the sequence number it got, or 0 if the segment has no room for it
   */
  long append(RecordEncoder encoder) {
    int length = encoder.length();
    int space = SpoolFormat.aligned(length);
    long claim = claimed.get();
    while (true) {
      int offset = (int) claim;
      if (offset > memory.capacity() - space) {
        return 0;
      }
      long next = claim + (1L << 32) + space;
      if (claimed.compareAndSet(claim, next)) {
        break;
      }
      claim = claimed.get();
    }
    int offset = (int) claim;
    long seq = firstSeq + (claim >>> 32);
    // If the process dies from here on, the negative length tells a reader how much to skip.
    LENGTH.setOpaque(memory, offset, -length);
    // Orders that length before the record's bytes; with the release store below, so does a reader.
    VarHandle.storeStoreFence();
    encoder.seal(seq);
    memory.put(offset + 4, encoder.bytes(), 4, length - 4);
    // Release: pairs with the reader, which trusts the frame once it sees a positive length.
    LENGTH.setRelease(memory, offset, length);
    if ((int) LENGTH.getVolatile(memory, offset) != length) {
      // Somebody cut the file, and the store faulted. The JVM throws an InternalError for that some
      // time later; newer ones do so now if a native method is called, and here it is caught.
      Thread.holdsLock(this);
      throw new InternalError("the segment was cut while it was written");
    }
    return seq;
  }

  /** Lets the segment take no more; returns the first sequence number behind it. */
  long seal() {
    long claim = claimed.getAndUpdate(before -> before | SEALED);
    return firstSeq + (claim >>> 32);
  }

  /** How many records were claimed in it. */
  long records() {
    return claimed.get() >>> 32;
  }

  /** Whether every record claimed is published. */
  boolean isSettled() {
    int offset = SpoolFormat.HEADER_BYTES;
    for (long left = records(); left > 0; left--) {
      int length = (int) LENGTH.getAcquire(memory, offset);
      if (length <= 0) {
        return false;
      }
      offset += SpoolFormat.aligned(length);
    }
    return true;
  }

  private static void putText(ByteBuffer view, String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    int size = SpoolFormat.fit(utf8, SpoolFormat.HEADER_TEXT_BYTES);
    view.putShort((short) size).put(utf8, 0, size);
  }
}
