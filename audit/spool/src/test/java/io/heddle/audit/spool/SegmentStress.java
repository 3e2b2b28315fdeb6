package io.heddle.audit.spool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The protocol by which records enter a segment: claim by one compare-and-set, publish by one
 * release store of the length. Two actors each, since two processors must do. {@code
 * audit/spool/RATIONALE.md} has the command.
 */
public final class SegmentStress {
  private static final int FIRST = SpoolFormat.HEADER_BYTES;
  private static final int SPACE = 56;
  private static final VarHandle LENGTH =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final SpoolOptions OPTIONS =
      new SpoolOptions(Path.of("none"), "n", 1, "s", "v", 0, 0);

  private SegmentStress() {}

  private static Segment segment(ByteBuffer memory) {
    Segment segment = new Segment(0, null, memory);
    segment.begin(OPTIONS, 1, Fixture.NOW);
    return segment;
  }

  private static ByteBuffer memory() {
    return ByteBuffer.allocateDirect(FIRST + 2 * SPACE).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static RecordEncoder record(long micros) {
    RecordEncoder encoder = new RecordEncoder();
    encoder.outcome(micros, 0, 1, io.heddle.audit.spool.Outcome.COMMITTED, micros);
    return encoder;
  }

  /** 0: nothing there; 1: a whole record; -1: a record that is not whole. */
  private static int look(ByteBuffer memory, int at) {
    int length = (int) LENGTH.getAcquire(memory, at);
    if (length <= 0) {
      return 0;
    }
    byte[] frame = new byte[length];
    memory.get(at, frame);
    CRC32C crc = new CRC32C();
    crc.update(frame, 0, 4);
    crc.update(frame, SpoolFormat.FRAME_SEQ, length - SpoolFormat.FRAME_SEQ);
    return (int) crc.getValue() == memory.getInt(at + SpoolFormat.FRAME_CRC) ? 1 : -1;
  }

  /** A reader never sees half a record, whenever it looks. */
  @JCStressTest
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "read before it was published")
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "read behind it")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the length was seen before what it covers")
  @State
  public static class Publishing {
    private final ByteBuffer memory = memory();
    private final Segment segment = segment(memory);
    private final RecordEncoder record = record(1);

    @Actor
    public void writer() {
      segment.append(record);
    }

    @Actor
    public void reader(I_Result result) {
      result.r1 = look(memory, FIRST);
    }
  }

  /** Two claims never get the same place or number, and both records are whole in the end. */
  @JCStressTest
  @Outcome(id = "1, 2, 2", expect = Expect.ACCEPTABLE, desc = "the first one claimed first")
  @Outcome(id = "2, 1, 2", expect = Expect.ACCEPTABLE, desc = "the second one claimed first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a place or a number given twice")
  @State
  public static class Claiming {
    private final ByteBuffer memory = memory();
    private final Segment segment = segment(memory);
    private final RecordEncoder one = record(1);
    private final RecordEncoder two = record(2);

    @Actor
    public void first(III_Result result) {
      result.r1 = (int) segment.append(one);
    }

    @Actor
    public void second(III_Result result) {
      result.r2 = (int) segment.append(two);
    }

    @Arbiter
    public void whole(III_Result result) {
      result.r3 = look(memory, FIRST) + look(memory, FIRST + SPACE);
    }
  }

  /** The number behind a sealed segment fits what it accepted. */
  @JCStressTest
  @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "claimed, then sealed")
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "sealed, then refused")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a number given twice, or left out")
  @State
  public static class Sealing {
    private final Segment segment = segment(memory());
    private final RecordEncoder record = record(1);

    @Actor
    public void writer(II_Result result) {
      result.r1 = (int) segment.append(record);
    }

    @Actor
    public void sealer(II_Result result) {
      result.r2 = (int) segment.seal();
    }
  }
}
