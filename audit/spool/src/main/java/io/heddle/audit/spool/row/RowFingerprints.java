package io.heddle.audit.spool.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.spool.privacy.KeyId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a record says of the rows that an operation has written: fingerprints of their keys, and of
 * those of their columns whose new values the agent knew. As {@code docs/formats/FINGERPRINT.md}
 * lays it out.
 *
 * @param key under which they were made; null for a plain SHA-256
 * @param change what was done to the rows
 * @param hasMore whether it wrote rows of which nothing is said, for want of room
 * @param keyColumns what identifies a row, in their order; none: nobody knows which rows these are
 * @param others the other columns it wrote, in their order; none if the rows were deleted
 * @param rows one fingerprint each
 */
public record RowFingerprints(
    KeyId key,
    Change change,
    boolean hasMore,
    List<Column> keyColumns,
    List<Column> others,
    List<Row> rows) {
  /** How long a fingerprint is. */
  public static final int BYTES = 32;

  /** The most rows of one field. */
  public static final int MOST_ROWS = 512;

  /** The most columns of one field, of either part. */
  public static final int MOST_COLUMNS = 512;

  private static final int VERSION = 1;
  private static final int MORE = 1;
  private static final int HEADER = 4;

  /** What was done to rows. */
  public enum Change {
    INSERTED,
    UPDATED,
    DELETED;

    private static final List<Change> ALL = List.of(values());
  }

  /** What the values of a column were when they were bound. */
  public enum Kind {
    /** All were NULL. */
    NULL,
    NUMBER,
    TEXT,
    BYTES,
    DATE,
    TIME,
    LOCAL_TIMESTAMP,
    INSTANT,
    /** Binary floating point, NaN and infinities included. */
    FLOATING,
    /** It was written, and is not in the fingerprint: nobody knew what with. */
    UNKNOWN;

    private static final List<Kind> ALL = List.of(values());
  }

  /**
   * A column.
   *
   * @param name in lower case
   */
  public record Column(String name, Kind kind) {}

  /**
   * A row.
   *
   * @param key the fingerprint of its key; empty if there are no key columns
   * @param row the fingerprint of all its columns that are known; empty if it was deleted
   */
  public record Row(byte[] key, byte[] row) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Row that
          && Arrays.equals(key, that.key)
          && Arrays.equals(row, that.row);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(key) + Arrays.hashCode(row);
    }
  }

  /**
   * Keeps copies.
   *
   * @throws IllegalArgumentException if it cannot be laid out
   */
  public RowFingerprints {
    keyColumns = List.copyOf(keyColumns);
    others = List.copyOf(others);
    rows = List.copyOf(rows);
    if (rows.size() > MOST_ROWS || keyColumns.size() > 255 || others.size() > MOST_COLUMNS) {
      throw new IllegalArgumentException("more rows or columns than a field may have");
    }
    for (Row row : rows) {
      boolean fits =
          row.key.length == (keyColumns.isEmpty() ? 0 : BYTES)
              && row.row.length == (change == Change.DELETED ? 0 : BYTES);
      if (!fits) {
        throw new IllegalArgumentException("a fingerprint of another length than " + BYTES);
      }
    }
  }

  /** How many rows find room in a field of so many bytes, beside the rest; negative if none do. */
  public int fitting(int mostBytes) {
    int row = (keyColumns.isEmpty() ? 0 : BYTES) + (change == Change.DELETED ? 0 : BYTES);
    int left = mostBytes - headerBytes();
    return left < 0 || row == 0 ? -1 : Math.min(MOST_ROWS, left / row);
  }

  private int headerBytes() {
    int bytes = HEADER + (key == null ? 0 : KeyId.BYTES) + 1 + 2 + 2;
    for (List<Column> columns : List.of(keyColumns, others)) {
      for (Column column : columns) {
        bytes += 3 + column.name.getBytes(UTF_8).length;
      }
    }
    return bytes;
  }

  /** As the value of a field. */
  public byte[] value() {
    int row = rows.isEmpty() ? 0 : rows.get(0).key.length + rows.get(0).row.length;
    ByteBuffer value = numbers(new byte[headerBytes() + rows.size() * row]);
    value.put((byte) VERSION).put((byte) (key == null ? 1 : 2));
    value.put((byte) (change.ordinal() + 1)).put((byte) (hasMore ? MORE : 0));
    if (key != null) {
      value.put(key.bytes());
    }
    value.put((byte) keyColumns.size());
    put(value, keyColumns);
    value.putShort((short) others.size());
    put(value, others);
    value.putShort((short) rows.size());
    for (Row one : rows) {
      value.put(one.key).put(one.row);
    }
    return value.array();
  }

  /**
   * What a field's value says.
   *
   * @throws IllegalArgumentException if it says nothing of rows, or nothing that this version knows
   */
  public static RowFingerprints of(byte[] value) {
    try {
      return read(numbers(value));
    } catch (BufferUnderflowException | CharacterCodingException cut) {
      throw new IllegalArgumentException("row fingerprints that are cut", cut);
    }
  }

  private static RowFingerprints read(ByteBuffer value) throws CharacterCodingException {
    int version = value.get();
    int algorithm = value.get();
    int change = value.get() - 1;
    int flags = value.get();
    if (version != VERSION
        || algorithm < 1
        || algorithm > 2
        || change < 0
        || change >= Change.ALL.size()
        || (flags & ~MORE) != 0) {
      throw new IllegalArgumentException("row fingerprints of another version");
    }
    KeyId key = algorithm == 1 ? null : KeyId.of(bytes(value, KeyId.BYTES));
    List<Column> keyColumns = columns(value, value.get() & 0xff);
    List<Column> others = columns(value, value.getShort() & 0xffff);
    int keyBytes = keyColumns.isEmpty() ? 0 : BYTES;
    int rowBytes = Change.ALL.get(change) == Change.DELETED ? 0 : BYTES;
    int count = value.getShort() & 0xffff;
    if (value.remaining() != count * (keyBytes + rowBytes)) {
      throw new IllegalArgumentException("row fingerprints that are cut, or more than these");
    }
    List<Row> rows = new ArrayList<>(Math.min(count, MOST_ROWS));
    for (int i = 0; i < count && i <= MOST_ROWS; i++) { // one too many is refused
      rows.add(new Row(bytes(value, keyBytes), bytes(value, rowBytes)));
    }
    return new RowFingerprints(
        key, Change.ALL.get(change), (flags & MORE) != 0, keyColumns, others, rows);
  }

  private static List<Column> columns(ByteBuffer value, int count) throws CharacterCodingException {
    if (count > MOST_COLUMNS) {
      throw new IllegalArgumentException(count + " columns, at most " + MOST_COLUMNS);
    }
    List<Column> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] name = bytes(value, value.getShort() & 0xffff);
      int kind = value.get();
      if (kind < 0 || kind >= Kind.ALL.size()) {
        throw new IllegalArgumentException("a column of kind " + kind);
      }
      columns.add(
          new Column(
              UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString(), Kind.ALL.get(kind)));
    }
    return columns;
  }

  private static void put(ByteBuffer value, List<Column> columns) {
    for (Column column : columns) {
      byte[] name = column.name.getBytes(UTF_8);
      value.putShort((short) name.length).put(name).put((byte) column.kind.ordinal());
    }
  }

  private static byte[] bytes(ByteBuffer value, int count) {
    if (count > value.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[count];
    value.get(bytes);
    return bytes;
  }

  private static ByteBuffer numbers(byte[] value) {
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
  }
}
