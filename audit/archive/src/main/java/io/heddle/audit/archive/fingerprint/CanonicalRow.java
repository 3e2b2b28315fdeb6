package io.heddle.audit.archive.fingerprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.tlog.TreeHash;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Lays out a row and its key, byte by byte as {@code docs/formats/FINGERPRINT.md} says. */
final class CanonicalRow {
  /** The version of the form. */
  static final int VERSION = 1;

  private static final int ROW = 1;
  private static final int KEY = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CanonicalRow() {}

  /** A column's name in lower case, and its value. */
  record Cell(String name, CanonicalValue value) {}

  /** The form of a key; cells in the order of their names. */
  static byte[] key(String table, List<Cell> key) {
    CanonicalRow form = new CanonicalRow();
    form.begin(KEY, table).cells(key);
    return form.out.toByteArray();
  }

  /** The SHA-256 of a row's form; cells in the order of their names. */
  static byte[] fingerprint(String table, List<Cell> key, List<Cell> others) {
    return TreeHash.sha256().digest(row(table, key, others));
  }

  /** The form of a row. */
  static byte[] row(String table, List<Cell> key, List<Cell> others) {
    CanonicalRow form = new CanonicalRow();
    form.begin(ROW, table).cells(key).cells(others);
    return form.out.toByteArray();
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
