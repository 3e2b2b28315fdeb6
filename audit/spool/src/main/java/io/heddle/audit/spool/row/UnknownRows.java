package io.heddle.audit.spool.row;

import java.util.List;

/**
 * Why no fingerprints are in a record whose rows were to have some: the value of its field then, so
 * that what nobody knew is not taken for what did not happen.
 */
public enum UnknownRows {
  /** Nobody can tell from the statement's text and parameters which rows it writes. */
  STATEMENT,
  /** The database changed another number of rows than the statement names, or did not say. */
  ROWS,
  /** Values of the key were not seen, or have no canonical form. */
  VALUES,
  /** It was recorded before it ran. */
  NOT_YET_RUN,
  /** There was no key of the tenant to make them with. */
  NO_KEY,
  /** There was no room in the record. */
  NO_ROOM;

  private static final int VERSION = 1;
  private static final List<UnknownRows> ALL = List.of(values());

  /** As the value of a field. */
  public byte[] value() {
    return new byte[] {VERSION, 0, (byte) ordinal()};
  }

  /** What a field's value says; null if it says something else. */
  public static UnknownRows of(byte[] value) {
    boolean isReason =
        value.length == 3
            && value[0] == VERSION
            && value[1] == 0
            && value[2] >= 0
            && value[2] < ALL.size();
    return isReason ? ALL.get(value[2]) : null;
  }
}
