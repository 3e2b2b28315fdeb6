package io.heddle.audit.spool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What some records say beyond the fields that all have: a block of tagged fields, as {@code
 * docs/formats/SPOOL.md} lays them out. The same bytes stand in the spool, in the archive and in
 * the ledger's leaf, so they are kept as they came, with tags that this version does not know.
 *
 * <p>Immutable.
 */
public final class OperationExtras {
  /** A {@link PayloadDigest}. */
  public static final int PAYLOAD_DIGEST = 1;

  /** Fingerprints of the rows that were written, or why there are none. */
  public static final int ROW_FINGERPRINT = 2;

  /** A {@link ClockInterval}. */
  public static final int CLOCK_INTERVAL = 3;

  /** Where the actor's name comes from: UTF-8, such as {@code principal} or {@code jwt.sub}. */
  public static final int ACTOR_SOURCE = 4;

  /** Detail that was encrypted before it was recorded. */
  public static final int SEALED_DETAIL = 5;

  /** The digest of a payload under a key of its tenant. */
  public static final int PAYLOAD_HMAC = 6;

  /** The request that began the work, where that is no tenant's: a {@link BegunBy}. */
  public static final int BEGUN_BY = 7;

  /** The address of the client that made a request: UTF-8, such as {@code 192.0.2.7}. */
  public static final int CLIENT_ADDRESS = 8;

  /** Not written: what a reader calls bytes that are no field. */
  public static final int NO_FIELD = 0;

  /** Room for so many bytes is in every record; for more, if its texts leave some. */
  public static final int ROOM_BYTES =
      SpoolFormat.MAX_FRAME_BYTES
          - SpoolFormat.OPERATION_TEXTS
          - SpoolFormat.MAX_STATEMENT_BYTES
          - 4 * SpoolFormat.MAX_TEXT_BYTES
          - 5 * 2;

  /** None. */
  public static final OperationExtras NONE = new OperationExtras(new byte[0]);

  private static final int FIELD_HEADER = 3;

  private final byte[] block;

  private OperationExtras(byte[] block) {
    this.block = block;
  }

  /**
   * A field.
   *
   * @param tag 1 to 255, or {@link #NO_FIELD}
   * @param value its bytes, nobody's to change
   */
  public record Field(int tag, byte[] value) {}

  /** What a block of bytes says; {@link #NONE} for no bytes. Any bytes are taken. */
  public static OperationExtras of(byte[] block) {
    return block == null || block.length == 0 ? NONE : new OperationExtras(block.clone());
  }

  /**
   * A block with one more field at its end.
   *
   * @param tag 1 to 255
   * @param value at most 65,535 bytes
   */
  public static byte[] with(byte[] block, int tag, byte[] value) {
    if (tag < 1 || tag > 0xff) {
      throw new IllegalArgumentException("tag " + tag + ", expected 1 to 255");
    }
    if (value.length > 0xffff) {
      throw new IllegalArgumentException("a field of " + value.length + " bytes, at most 65535");
    }
    byte[] longer = Arrays.copyOf(block, block.length + FIELD_HEADER + value.length);
    longer[block.length] = (byte) tag;
    longer[block.length + 1] = (byte) value.length;
    longer[block.length + 2] = (byte) (value.length >> 8);
    System.arraycopy(value, 0, longer, block.length + FIELD_HEADER, value.length);
    return longer;
  }

  /** How long the value of one more field may be, beside all that an operation says already. */
  public static int roomBeside(CapturedOperation operation) {
    return SpoolFormat.MAX_FRAME_BYTES
        - SpoolFormat.OPERATION_TEXTS
        - taken(operation.tenantUtf8(), SpoolFormat.MAX_TEXT_BYTES)
        - taken(operation.actorUtf8(), SpoolFormat.MAX_TEXT_BYTES)
        - taken(operation.targetUtf8(), SpoolFormat.MAX_TEXT_BYTES)
        - taken(operation.statementUtf8(), SpoolFormat.MAX_STATEMENT_BYTES)
        - taken(operation.errorUtf8(), SpoolFormat.MAX_TEXT_BYTES)
        - operation.extras().length
        - FIELD_HEADER;
  }

  private static int taken(byte[] text, int most) {
    return 2 + Math.min(text.length, most);
  }

  /** How much of a block to keep if there is room for {@code most} bytes: whole fields. */
  static int fit(byte[] block, int most) {
    int end = 0;
    while (end < block.length && block[end] != NO_FIELD) {
      int next = end + FIELD_HEADER;
      next += next <= block.length ? size(block, end) : 0;
      if (next > most || next > block.length) {
        break;
      }
      end = next;
    }
    return end;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return block.length == 0;
  }

  /** The block, nobody's to change. */
  public byte[] bytes() {
    return block;
  }

  /** The fields in their order; bytes at the end that are none are a {@link #NO_FIELD}. */
  public List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    int sound = fit(block, block.length);
    for (int at = 0; at < sound; ) {
      int from = at + FIELD_HEADER;
      int to = from + size(block, at);
      fields.add(new Field(block[at] & 0xff, Arrays.copyOfRange(block, from, to)));
      at = to;
    }
    if (sound < block.length) {
      fields.add(new Field(NO_FIELD, Arrays.copyOfRange(block, sound, block.length)));
    }
    return fields;
  }

  /** The bytes of the first field of that tag. */
  public Optional<byte[]> field(int tag) {
    for (Field field : fields()) {
      if (field.tag == tag) {
        return Optional.of(field.value);
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OperationExtras extras && Arrays.equals(block, extras.block);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(block);
  }

  /** The block in hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(block);
  }

  /** A buffer over a field's bytes, as numbers of every field are laid out. */
  static ByteBuffer numbers(byte[] value) {
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int size(byte[] block, int at) {
    return block[at + 1] & 0xff | (block[at + 2] & 0xff) << 8;
  }
}
