package io.heddle.audit.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Lays a record out in a buffer of its own, so that the time between claiming space in the spool
 * and publishing the record is a copy. Used by one thread at a time; allocates nothing once its
 * buffer has grown to the records it meets.
 */
final class RecordEncoder {
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  /** Where the bytes of a wrapped key begin. */
  private static final int KEY_BYTES = 34;

  private final CRC32C crc = new CRC32C();
  private byte[] bytes = new byte[1_024];
  private int length;
  private boolean truncated;

  void operation(CapturedOperation operation) {
    byte[] tenant = operation.tenantUtf8();
    byte[] actor = operation.actorUtf8();
    byte[] target = operation.targetUtf8();
    byte[] statement = operation.statementUtf8();
    byte[] error = operation.errorUtf8();
    byte[] extras = operation.extras();
    ensure(
        SpoolFormat.OPERATION_TEXTS
            + tenant.length
            + actor.length
            + target.length
            + statement.length
            + error.length
            + extras.length
            + 16);
    begin(SpoolFormat.TYPE_OPERATION);
    LONG.set(bytes, SpoolFormat.OPERATION_START, operation.startEpochMicros());
    LONG.set(bytes, SpoolFormat.OPERATION_DURATION, operation.durationNanos());
    LONG.set(bytes, SpoolFormat.OPERATION_TRACE_HIGH, operation.traceIdHigh());
    LONG.set(bytes, SpoolFormat.OPERATION_TRACE_LOW, operation.traceIdLow());
    LONG.set(bytes, SpoolFormat.OPERATION_SPAN, operation.spanId());
    LONG.set(bytes, SpoolFormat.OPERATION_ROWS, operation.rows());
    LONG.set(bytes, SpoolFormat.OPERATION_TRANSACTION, operation.transaction());
    INT.set(bytes, SpoolFormat.OPERATION_ORDINAL, operation.ordinal());
    putShort(SpoolFormat.OPERATION_STATUS, operation.status());
    bytes[SpoolFormat.OPERATION_LAYER] = operation.layer().code();
    bytes[SpoolFormat.OPERATION_TYPE] = operation.operationType().code();
    bytes[SpoolFormat.OPERATION_OUTCOME] = operation.outcome().code();
    bytes[SpoolFormat.OPERATION_OUTCOME + 1] = 0;
    length = SpoolFormat.OPERATION_TEXTS;
    text(tenant, SpoolFormat.MAX_TEXT_BYTES);
    text(actor, SpoolFormat.MAX_TEXT_BYTES);
    text(target, SpoolFormat.MAX_TEXT_BYTES);
    text(statement, SpoolFormat.MAX_STATEMENT_BYTES);
    text(error, SpoolFormat.MAX_TEXT_BYTES);
    if (extras.length > 0) {
      extras(extras);
    }
    end();
  }

  void outcome(
      long transaction, int fromOrdinal, int toOrdinal, Outcome outcome, long epochMicros) {
    begin(SpoolFormat.TYPE_OUTCOME);
    LONG.set(bytes, 24, epochMicros);
    LONG.set(bytes, 32, transaction);
    INT.set(bytes, 40, fromOrdinal);
    INT.set(bytes, 44, toOrdinal);
    LONG.set(bytes, 48, outcome.code() & 0xffL);
    length = 56;
    end();
  }

  /** The texts are cut if they must be: nobody can use a part of them, but nothing is broken. */
  void intent(
      long transaction, int toOrdinal, String database, String databaseId, long epochMicros) {
    byte[] where = database.getBytes(UTF_8);
    byte[] which = databaseId.getBytes(UTF_8);
    ensure(48 + where.length + which.length + 4);
    begin(SpoolFormat.TYPE_INTENT);
    LONG.set(bytes, 24, epochMicros);
    LONG.set(bytes, 32, transaction);
    LONG.set(bytes, 40, toOrdinal & 0xffffffffL);
    length = 48;
    text(where, SpoolFormat.MAX_TEXT_BYTES);
    text(which, SpoolFormat.MAX_TEXT_BYTES);
    end();
  }

  void loss(long count, LossReason reason, long epochMicros) {
    begin(SpoolFormat.TYPE_LOSS);
    LONG.set(bytes, 24, epochMicros);
    LONG.set(bytes, 32, count);
    LONG.set(bytes, 40, reason.code() & 0xffL);
    length = 48;
    end();
  }

  void boot(SpoolOptions options, String jvm, long pid, long epochMicros) {
    ensure(SpoolFormat.MAX_FRAME_BYTES);
    begin(SpoolFormat.TYPE_BOOT);
    LONG.set(bytes, 24, epochMicros);
    LONG.set(bytes, 32, pid);
    length = 40;
    text(options.node().getBytes(UTF_8), SpoolFormat.MAX_TEXT_BYTES);
    text(options.service().getBytes(UTF_8), SpoolFormat.MAX_TEXT_BYTES);
    text(options.version().getBytes(UTF_8), SpoolFormat.MAX_TEXT_BYTES);
    text(jvm.getBytes(UTF_8), SpoolFormat.MAX_TEXT_BYTES);
    end();
  }

  /** A tenant's key, wrapped: at most {@link SpoolFormat#MAX_KEY_BYTES}. */
  void key(byte[] wrapped, long epochMicros) {
    ensure(KEY_BYTES + wrapped.length);
    begin(SpoolFormat.TYPE_KEY);
    LONG.set(bytes, 24, epochMicros);
    putShort(32, wrapped.length);
    System.arraycopy(wrapped, 0, bytes, KEY_BYTES, wrapped.length);
    length = KEY_BYTES + wrapped.length;
    end();
  }

  void close(long epochMicros) {
    begin(SpoolFormat.TYPE_CLOSE);
    LONG.set(bytes, 24, epochMicros);
    length = 32;
    end();
  }

  void note(long epochMicros, String what, String detail) {
    ensure(SpoolFormat.MAX_FRAME_BYTES);
    begin(SpoolFormat.TYPE_NOTE);
    LONG.set(bytes, 24, epochMicros);
    length = 32;
    text(what.getBytes(UTF_8), SpoolFormat.MAX_TEXT_BYTES);
    text(detail.getBytes(UTF_8), SpoolFormat.MAX_STATEMENT_BYTES);
    end();
  }

  /** The frame's length without padding. */
  int length() {
    return length;
  }

  /** The frame, from index 0 on. */
  byte[] bytes() {
    return bytes;
  }

  /** Gives the frame its place in the sequence and its checksum. */
  void seal(long seq) {
    LONG.set(bytes, SpoolFormat.FRAME_SEQ, seq);
    crc.reset();
    crc.update(bytes, SpoolFormat.FRAME_LENGTH, 4);
    crc.update(bytes, SpoolFormat.FRAME_SEQ, length - SpoolFormat.FRAME_SEQ);
    INT.set(bytes, SpoolFormat.FRAME_CRC, (int) crc.getValue());
  }

  private void begin(int type) {
    truncated = false;
    bytes[SpoolFormat.FRAME_TYPE] = (byte) type;
    bytes[SpoolFormat.FRAME_VERSION] = 1;
  }

  private void end() {
    putShort(SpoolFormat.FRAME_FLAGS, truncated ? SpoolFormat.FLAG_TRUNCATED : 0);
    INT.set(bytes, SpoolFormat.FRAME_FLAGS + 2, 0);
    INT.set(bytes, SpoolFormat.FRAME_LENGTH, length);
  }

  private void text(byte[] utf8, int most) {
    int size = SpoolFormat.fit(utf8, most);
    truncated |= size < utf8.length;
    putShort(length, size);
    System.arraycopy(utf8, 0, bytes, length + 2, size);
    length += 2 + size;
  }

  /** Whole fields as far as there is room. */
  private void extras(byte[] block) {
    int size = OperationExtras.fit(block, SpoolFormat.MAX_FRAME_BYTES - length);
    truncated |= size < block.length;
    System.arraycopy(block, 0, bytes, length, size);
    length += size;
    bytes[SpoolFormat.FRAME_VERSION] = SpoolFormat.OPERATION_WITH_EXTRAS;
  }

  private void ensure(int size) {
    if (bytes.length < size && bytes.length < SpoolFormat.MAX_FRAME_BYTES) {
      bytes = new byte[Math.min(Math.max(size, 2 * bytes.length), SpoolFormat.MAX_FRAME_BYTES)];
    }
  }

  /** By hand: a view for shorts would load four classes into every application. */
  private void putShort(int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
  }

  private static VarHandle view(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
  }
}
