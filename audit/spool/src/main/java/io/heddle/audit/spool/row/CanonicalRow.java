package io.heddle.audit.spool.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Lays out a row and its key, byte by byte as {@code docs/formats/FINGERPRINT.md} says. */
public final class CanonicalRow {
  /** The version of the form. */
  static final int VERSION = 1;

  private static final int ROW = 1;
  private static final int KEY = 2;

  /**
   * The order of columns, by their names in lower case. UTF-8's order is that of code points, which
   * is not that of {@link String#compareTo}.
   */
  public static final Comparator<String> NAME_ORDER =
      Comparator.comparing(name -> name.codePoints().toArray(), Arrays::compare);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CanonicalRow() {}

  /** A column's name in lower case, and its value. */
  public record Cell(String name, CanonicalValue value) {}

  /** The form of a key; cells in the order of their names. */
  public static byte[] key(String table, List<Cell> key) {
    CanonicalRow form = new CanonicalRow();
    form.begin(KEY, table).cells(key);
    return form.out.toByteArray();
  }

  /** The SHA-256 of a row's form; cells in the order of their names. */
  public static byte[] fingerprint(String table, List<Cell> key, List<Cell> others) {
    return sha256(row(table, key, others));
  }

  /** The form of a row. */
  public static byte[] row(String table, List<Cell> key, List<Cell> others) {
    CanonicalRow form = new CanonicalRow();
    form.begin(ROW, table).cells(key).cells(others);
    return form.out.toByteArray();
  }

  /** The SHA-256 of a form. */
  public static byte[] sha256(byte[] form) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(form);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has it
    }
  }

  private CanonicalRow begin(int what, String table) {
    out.write(VERSION);
    out.write(what);
    text(table);
    return this;
  }

  private CanonicalRow cells(List<Cell> cells) {
    number(cells.size(), 2);
    for (Cell cell : cells) {
      text(cell.name);
      out.write(cell.value.kind());
      number(cell.value.bytes().length, 4);
      out.writeBytes(cell.value.bytes());
    }
    return this;
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    number(utf8.length, 2);
    out.writeBytes(utf8);
  }

  private void number(int value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write(value >>> shift);
    }
  }
}
