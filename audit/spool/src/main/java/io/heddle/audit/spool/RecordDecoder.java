package io.heddle.audit.spool;

import io.heddle.audit.spool.SpoolRecord.BootRecord;
import io.heddle.audit.spool.SpoolRecord.CloseRecord;
import io.heddle.audit.spool.SpoolRecord.IntentRecord;
import io.heddle.audit.spool.SpoolRecord.KeyRecord;
import io.heddle.audit.spool.SpoolRecord.LossRecord;
import io.heddle.audit.spool.SpoolRecord.NoteRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import io.heddle.audit.spool.SpoolRecord.UnknownRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns a frame whose checksum is good back into a record. Bytes behind the fields it knows belong
 * to a later version of the record and are passed over.
 */
final class RecordDecoder {
  private final ByteBuffer bytes;
  private final TextCache texts;
  private final int at;
  private int next;

  private RecordDecoder(ByteBuffer bytes, TextCache texts, int at) {
    this.bytes = bytes;
    this.texts = texts;
    this.at = at;
  }

  static SpoolRecord decode(ByteBuffer window, TextCache texts, int at, int length) {
    // Limited to the frame: a field that claims to reach beyond it must not read its neighbour.
    ByteBuffer bytes = window.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit(at + length);
    RecordDecoder decoder = new RecordDecoder(bytes, texts, at);
    long seq = bytes.getLong(at + SpoolFormat.FRAME_SEQ);
    int type = bytes.get(at + SpoolFormat.FRAME_TYPE) & 0xff;
    try {
      return switch (type) {
        case SpoolFormat.TYPE_OPERATION -> decoder.operation(seq);
        case SpoolFormat.TYPE_OUTCOME ->
            new OutcomeRecord(
                seq,
                bytes.getLong(at + 24),
                bytes.getLong(at + 32),
                bytes.getInt(at + 40),
                bytes.getInt(at + 44),
                Outcome.ofCode(bytes.get(at + 48)));
        case SpoolFormat.TYPE_LOSS ->
            new LossRecord(
                seq,
                bytes.getLong(at + 24),
                bytes.getLong(at + 32),
                LossReason.ofCode(bytes.get(at + 40)));
        case SpoolFormat.TYPE_BOOT -> decoder.boot(seq);
        case SpoolFormat.TYPE_CLOSE -> new CloseRecord(seq, bytes.getLong(at + 24));
        case SpoolFormat.TYPE_INTENT -> decoder.intent(seq);
        case SpoolFormat.TYPE_NOTE -> decoder.note(seq);
        case SpoolFormat.TYPE_KEY -> decoder.key(seq);
        default -> new UnknownRecord(seq, type);
      };
    } catch (IllegalArgumentException | IndexOutOfBoundsException newerOrNotOurs) {
      // The checksum is good, so these are the writer's bytes: a code this version does not know.
      return new UnknownRecord(seq, type);
    }
  }

  private OperationRecord operation(long seq) {
    next = at + SpoolFormat.OPERATION_TEXTS;
    String tenant = text();
    String actor = text();
    String target = text();
    String statement = text();
    String error = text();
    return new OperationRecord(
        seq,
        Layer.ofCode(bytes.get(at + SpoolFormat.OPERATION_LAYER)),
        OperationType.ofCode(bytes.get(at + SpoolFormat.OPERATION_TYPE)),
        Outcome.ofCode(bytes.get(at + SpoolFormat.OPERATION_OUTCOME)),
        tenant,
        actor,
        bytes.getLong(at + SpoolFormat.OPERATION_TRACE_HIGH),
        bytes.getLong(at + SpoolFormat.OPERATION_TRACE_LOW),
        bytes.getLong(at + SpoolFormat.OPERATION_SPAN),
        bytes.getLong(at + SpoolFormat.OPERATION_START),
        bytes.getLong(at + SpoolFormat.OPERATION_DURATION),
        target,
        statement,
        bytes.getLong(at + SpoolFormat.OPERATION_ROWS),
        bytes.getShort(at + SpoolFormat.OPERATION_STATUS) & 0xffff,
        error,
        bytes.getLong(at + SpoolFormat.OPERATION_TRANSACTION),
        bytes.getInt(at + SpoolFormat.OPERATION_ORDINAL),
        (bytes.getShort(at + SpoolFormat.FRAME_FLAGS) & SpoolFormat.FLAG_TRUNCATED) != 0,
        extras());
  }

  /** All that stands behind the texts. */
  private OperationExtras extras() {
    int size = bytes.limit() - next;
    if (size == 0) {
      return OperationExtras.NONE;
    }
    byte[] block = new byte[size];
    bytes.get(next, block);
    return OperationExtras.of(block);
  }

  private BootRecord boot(long seq) {
    next = at + 40;
    String node = text();
    String service = text();
    String version = text();
    String jvm = text();
    return new BootRecord(
        seq, bytes.getLong(at + 24), node, service, version, jvm, bytes.getLong(at + 32));
  }

  private KeyRecord key(long seq) {
    byte[] wrapped = new byte[bytes.getShort(at + 32) & 0xffff];
    bytes.get(at + 34, wrapped);
    return new KeyRecord(seq, bytes.getLong(at + 24), wrapped);
  }

  private NoteRecord note(long seq) {
    next = at + 32;
    String what = text();
    return new NoteRecord(seq, bytes.getLong(at + 24), what, text());
  }

  private IntentRecord intent(long seq) {
    next = at + 48;
    String database = text();
    return new IntentRecord(
        seq,
        bytes.getLong(at + 24),
        bytes.getLong(at + 32),
        bytes.getInt(at + 40),
        database,
        text());
  }

  private String text() {
    int size = bytes.getShort(next) & 0xffff;
    if (size > bytes.limit() - next - 2) {
      throw new IndexOutOfBoundsException(size);
    }
    String text = texts.text(bytes.array(), bytes.arrayOffset() + next + 2, size);
    next += 2 + size;
    return text;
  }
}
