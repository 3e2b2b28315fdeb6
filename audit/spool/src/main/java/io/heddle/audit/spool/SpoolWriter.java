package io.heddle.audit.spool;

import io.heddle.audit.spool.home.VanishingRun;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Appends records to the spool of this run.
 *
 * <p>What {@link #append} has accepted survives {@code kill -9} of the process at any later moment;
 * it survives a power loss only once the operating system has written it back. Any thread may
 * append; nobody ever waits for the disk: where no record can be written it is lost, and the loss
 * is counted and recorded as soon as something can be written again.
 */
public final class SpoolWriter implements Closeable {
  /** How often a thread looks whether another has begun the next segment before it makes way. */
  private static final int SPINS = 1_000;

  /**
   * How long it makes way before it gives its record up. Beginning a segment takes microseconds,
   * but the thread that does it may just have lost its processor, or wait in a page fault for the
   * file system's journal, as any write to the spool may.
   */
  private static final long PATIENCE_NANOS = 500_000_000L;

  /** How long {@link #close} waits for records in the making. */
  private static final long CLOSE_NANOS = 100_000_000L;

  private final SpoolOptions options;
  private final SegmentFiles files;
  private final LongSupplier epochMicros;
  private final EncoderPool encoders = new EncoderPool();
  private final SegmentPreparer preparer;
  private final Losses losses = new Losses();
  private final Arrears arrears;
  private final LongAdder records = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /** Grows whenever a record may be lost, or in a file that is given up. */
  private final AtomicLong doubts = new AtomicLong();

  /** Volatile: pairs with the store in {@link #roll}, so that a new segment's header is seen. */
  private volatile Segment active;

  /** Whether it is closed, or about to vanish: then {@link #isClosed} has to be asked. */
  private volatile boolean halted;

  /** Null but while the run is about to vanish, because it recorded nothing; guarded by this. */
  private VanishingRun vanishing;

  /** Null until somebody wants records to be durable. Volatile: pairs with {@link #goOn}. */
  private volatile GroupSync sync;

  private SpoolWriter(
      SpoolOptions options, SegmentFiles files, LongSupplier epochMicros, Consumer<String> log)
      throws IOException {
    this.options = options;
    this.files = files;
    this.epochMicros = epochMicros;
    this.arrears = new Arrears(this, losses, options, log);
    this.preparer = new SegmentPreparer(options, files, this);
    Segment first = preparer.first();
    first.begin(options, 1, epochMicros.getAsLong());
    active = first;
  }

  /**
   * Opens the spool of this run.
   *
   * @param epochMicros tells the time in microseconds since the epoch
   * @throws IOException if the folder or the first segment cannot be made, or the run exists
   */
  public static SpoolWriter open(SpoolOptions options, LongSupplier epochMicros)
      throws IOException {
    return open(options, epochMicros, sentence -> {});
  }

  /**
   * Opens the spool of this run.
   *
   * @param epochMicros tells the time in microseconds since the epoch
   * @param log takes a sentence when operations begin to be lost, at most once a minute while they
   *     are, and when that is over
   * @throws IOException if the folder or the first segment cannot be made, or the run exists
   */
  public static SpoolWriter open(
      SpoolOptions options, LongSupplier epochMicros, Consumer<String> log) throws IOException {
    SpoolWriter writer =
        new SpoolWriter(options, SegmentFiles.onDisk(), epochMicros, log).begin(jvm(), pid());
    writer.preparer.start();
    return writer;
  }

  static SpoolWriter open(
      SpoolOptions options, SegmentFiles files, LongSupplier epochMicros, String jvm, long pid)
      throws IOException {
    return new SpoolWriter(options, files, epochMicros, sentence -> {}).begin(jvm, pid);
  }

  private SpoolWriter begin(String jvm, long pid) {
    RecordEncoder encoder = encoders.take();
    encoder.boot(options, jvm, pid, epochMicros.getAsLong());
    write(encoder);
    return this;
  }

  /**
   * Records an operation. Never throws, whatever is wrong with the operation; but older JVMs tell
   * of a file that somebody cuts underneath by an {@link InternalError} at some later call.
   *
   * @return false if it could not be written; it is counted then
   */
  public boolean append(CapturedOperation operation) {
    try {
      RecordEncoder encoder = encoders.take();
      encoder.operation(operation);
      return write(encoder);
    } catch (Throwable failure) {
      losses.add(LossReason.FAILED, 1);
      return false;
    }
  }

  /** Records what became of pending writes; false if it could not be written. Never throws. */
  public boolean appendOutcome(
      long transaction, int fromOrdinal, int toOrdinal, Outcome outcome, long decidedEpochMicros) {
    try {
      RecordEncoder encoder = encoders.take();
      encoder.outcome(transaction, fromOrdinal, toOrdinal, outcome, decidedEpochMicros);
      return write(encoder);
    } catch (Throwable failure) {
      losses.add(LossReason.FAILED, 1);
      return false;
    }
  }

  /**
   * Records that a transaction is about to commit; false if it could not be written, which is not
   * counted: it is no operation. Never throws.
   */
  public boolean appendIntent(long transaction, int toOrdinal, String database, String databaseId) {
    try {
      RecordEncoder encoder = encoders.take();
      encoder.intent(transaction, toOrdinal, database, databaseId, epochMicros.getAsLong());
      return !isClosed() && tryWrite(encoder) == null;
    } catch (Throwable failure) {
      return false;
    }
  }

  /**
   * Records a tenant's key, wrapped, ahead of what is sealed with it; false if it could not be
   * written, and then nothing may be sealed with it. Never throws.
   *
   * @param wrapped at most 4,096 bytes
   */
  public boolean appendKey(byte[] wrapped) {
    try {
      if (isClosed() || wrapped.length > SpoolFormat.MAX_KEY_BYTES) {
        return false;
      }
      RecordEncoder encoder = encoders.take();
      encoder.key(wrapped, epochMicros.getAsLong());
      return tryWrite(encoder) == null; // a lost key is no lost operation
    } catch (Throwable failure) {
      return false;
    }
  }

  /**
   * To be asked before the first record is written that is to be made durable with others. From the
   * first time on, segments are made durable before they are used.
   *
   * @return what {@link #sync} takes
   */
  public long mark() {
    if (sync == null) {
      beginToSync();
    }
    return doubts.get();
  }

  /** Says that a record is lost: whoever has asked for a mark before is not told it is durable. */
  public void distrust() {
    doubts.incrementAndGet();
  }

  /**
   * Waits until everything is durable that this thread has written since it asked for the mark, and
   * what other threads had written of it before: file, folders and all. Threads that wait at the
   * same time share one sync. Never throws; an interrupt is kept for later.
   *
   * @param mark what {@link #mark} said
   * @param patienceNanos how long to wait at most
   * @return why it is not known to be durable; null if it is
   */
  public SyncFailure sync(long mark, long patienceNanos) {
    if (sync == null) {
      beginToSync();
    }
    return sync.sync(mark, patienceNanos);
  }

  /** What {@link #sync} has done so far; null if nobody has asked for a mark. */
  public SyncTimes syncTimes() {
    GroupSync begun = sync;
    return begun == null ? null : begun.times();
  }

  /** Records what else an auditor must know, as of now; see {@link #note(long, String, String)}. */
  public boolean note(String what, String detail) {
    return note(epochMicros.getAsLong(), what, detail);
  }

  /**
   * Records what else an auditor must know. Where nothing can be written it waits in memory, and is
   * written before the next loss is told. Never throws; notes keep their order.
   *
   * @param epochMicros when it happened
   * @param what in capitals, such as {@code AUDIT_PAUSED}; at most 512 bytes are kept
   * @param detail a JSON object; at most 16,384 bytes are kept
   * @return false if too many wait already, or the spool is closed; it is counted as lost then
   */
  public boolean note(long epochMicros, String what, String detail) {
    try {
      if (arrears.note(epochMicros, what, detail)) {
        return true;
      }
      losses.add(isClosed() ? LossReason.CLOSED : preparer.obstacle(), 1);
    } catch (Throwable failure) {
      losses.add(LossReason.FAILED, 1);
    }
    return false;
  }

  /** Counts operations that were lost before they reached the writer. */
  public void lost(LossReason reason, long count) {
    losses.add(reason, count);
  }

  /** Records that the JVM shuts down in an orderly way; what it still does is recorded as well. */
  public void shuttingDown() {
    arrears.pay();
    RecordEncoder encoder = encoders.take();
    encoder.close(epochMicros.getAsLong());
    write(encoder);
  }

  /**
   * Lets the run leave nothing behind if it has recorded nothing: to be called last of all in a
   * shutdown hook. Whoever records something later has it recorded all the same.
   *
   * @param ownRecords how many records every run has, whatever it does
   */
  public synchronized void vanishIfUnused(int ownRecords) {
    if (halted || sync != null || records.sum() > ownRecords || losses.total() > 0) {
      return;
    }
    halted = true; // the thread must not take the folder for removed
    preparer.close();
    vanishing = VanishingRun.begin(options.root().getParent(), directory());
    if (vanishing == null || records.sum() > ownRecords) {
      isTakenBack();
    }
  }

  /** What has been written and lost so far. */
  public SpoolStatistics statistics() {
    return new SpoolStatistics(records.sum(), bytes.sum(), losses.total(), preparer.diskBytes());
  }

  /** How many operations were lost for that reason. */
  public long lost(LossReason reason) {
    return losses.of(reason);
  }

  /** The node, as the run's folder and the archive name it. */
  public String node() {
    return directory().getParent().getFileName().toString();
  }

  /** Identifies this run. */
  public long boot() {
    return options.boot();
  }

  /** The run's folder. */
  public Path directory() {
    return options.directory();
  }

  /**
   * Stops recording, waits a moment for threads in the middle of a record, and releases the run's
   * lock. Idempotent.
   */
  @Override
  public synchronized void close() {
    if (isClosed()) {
      return;
    }
    // The thread first: it may be about to count what it has just found lost.
    preparer.close();
    arrears.pay();
    arrears.tell(System.nanoTime());
    halted = true;
    if (sync != null) {
      sync.close();
    }
    Segment last = active;
    last.seal();
    long deadline = System.nanoTime() + CLOSE_NANOS;
    while (!last.isSettled() && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
    }
    preparer.release();
  }

  /** What could not be written yet, or is lost. */
  Arrears arrears() {
    return arrears;
  }

  boolean isClosed() {
    return halted && !isTakenBack();
  }

  /** Whether what was just written is gone with the run. */
  private synchronized boolean hasVanished() {
    return vanishing != null && !isTakenBack();
  }

  /**
   * Whether the run was about to vanish, and goes on because something is to be recorded after all.
   */
  private synchronized boolean isTakenBack() {
    if (vanishing != null) {
      boolean isThere = vanishing.takeBack();
      vanishing = null;
      if (isThere) {
        preparer.goOn();
        halted = false;
      }
    }
    return !halted;
  }

  /** Writes a note; false if it cannot be written now. */
  boolean tryNote(long epochMicros, String what, String detail) {
    if (isClosed()) {
      return false;
    }
    RecordEncoder encoder = encoders.take();
    encoder.note(epochMicros, what, detail);
    return tryWrite(encoder) == null;
  }

  /** Writes that so many operations were lost; false if it cannot be written now. */
  boolean tryLoss(long count, LossReason reason) {
    if (isClosed()) {
      return false;
    }
    RecordEncoder encoder = encoders.take();
    encoder.loss(count, reason, epochMicros.getAsLong());
    return tryWrite(encoder) == null;
  }

  /** The segment that takes records now. */
  Segment active() {
    return active;
  }

  /** Makes segments ready; here for tests, which play the thread that goes on to the next one. */
  SegmentPreparer preparer() {
    return preparer;
  }

  /**
   * Gives {@code abandoned} up, whose file is gone; goes on in the next one if it is ready.
   *
   * @param besides how many records were in full segments that are gone as well
   * @return whether it goes on, and has counted them all
   */
  boolean abandon(Segment abandoned, long besides) {
    boolean isLeft = goOnFrom(abandoned);
    if (isLeft) {
      // It is sealed now, so that is all of them.
      losses.add(LossReason.UNLINKED, besides + abandoned.records());
    }
    return isLeft;
  }

  /**
   * Goes on in the next segment if it is ready; whoever has a mark from before is not told that its
   * records are durable.
   */
  boolean goOnFrom(Segment givenUp) {
    boolean isLeft = roll(givenUp) == null;
    // After it: whoever asks for a mark from here on writes to the next one.
    distrust();
    return isLeft;
  }

  /** How often {@link #distrust} was called. */
  long doubts() {
    return doubts.get();
  }

  /** Syncs for those who ask; null if nobody ever has. */
  GroupSync groupSync() {
    return sync;
  }

  private synchronized void beginToSync() {
    if (sync == null) {
      GroupSync begun = new GroupSync(options, files, this);
      begun.start();
      sync = begun;
    }
  }

  private boolean write(RecordEncoder encoder) {
    LossReason lost = isClosed() ? LossReason.CLOSED : tryWrite(encoder);
    if (lost == null) {
      return true;
    }
    losses.add(lost, 1);
    return false;
  }

  /** Writes a record and gives its encoder back; returns why it could not, or null. */
  private LossReason tryWrite(RecordEncoder encoder) {
    LossReason lost = null;
    Segment segment = active;
    while (lost == null && segment.append(encoder) == 0) {
      lost = roll(segment);
      segment = active;
    }
    if (lost == null) {
      records.increment();
      bytes.add(SpoolFormat.aligned(encoder.length()));
      if (halted && hasVanished()) {
        lost = LossReason.CLOSED;
      }
    }
    encoders.giveBack(encoder);
    return lost;
  }

  /**
   * Goes on in the next segment; returns why it can't, or null. Only the thread that holds the next
   * segment seals the full one, so a sealed segment always has a successor.
   */
  private LossReason roll(Segment full) {
    long since = System.nanoTime();
    for (int spins = 0; active == full; spins++) {
      Segment next = preparer.take();
      if (next != null) {
        goOn(full, next);
        return null;
      }
      // In this order: whoever begins a segment makes it active before it lets go of it.
      boolean isRolling = preparer.isRolling();
      if (active != full) {
        return null;
      }
      if (!isRolling && !preparer.isReady()) {
        return preparer.obstacle();
      }
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else if (System.nanoTime() - since < PATIENCE_NANOS) {
        Thread.yield();
      } else {
        return preparer.obstacle();
      }
    }
    return null;
  }

  private void goOn(Segment full, Segment next) {
    if (active != full) {
      preparer.putBack(next);
      return;
    }
    try {
      next.follows(full);
      if (sync == null) {
        // Nobody wants more to be durable than one segment may hold that is left this instant.
        full.follows(null);
      }
      next.begin(options, full.seal(), epochMicros.getAsLong());
      active = next;
    } finally {
      preparer.rolled();
    }
  }

  private static String jvm() {
    return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
  }

  /** From the kernel if it is Linux: ProcessHandle brings classes and a pool of threads along. */
  private static long pid() {
    try {
      return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/self")).toString());
    } catch (IOException | RuntimeException notLinux) {
      return ProcessHandle.current().pid();
    }
  }
}
