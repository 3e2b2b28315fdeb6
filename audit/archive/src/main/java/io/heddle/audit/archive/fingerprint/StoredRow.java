package io.heddle.audit.archive.fingerprint;

import io.heddle.audit.spool.row.CanonicalRow.Cell;
import io.heddle.audit.spool.row.CanonicalValue;
import io.heddle.audit.spool.row.RowFingerprints.Column;
import io.heddle.audit.spool.row.RowFingerprints.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A row of a table as it is stored now.
 *
 * @param shown its key, for a person
 * @param values its columns by their names in lower case
 * @param floating those of binary floating point
 */
record StoredRow(String shown, Map<String, CanonicalValue> values, Set<String> floating) {
  /** The cells of those of the columns that are in a fingerprint; null if the table lacks one. */
  List<Cell> cells(List<Column> columns) {
    List<Cell> cells = new ArrayList<>(columns.size());
    for (Column column : columns) {
      CanonicalValue value = values.get(column.name());
      if (column.kind() != Kind.UNKNOWN) {
        if (value == null) {
          return null;
        }
        cells.add(new Cell(column.name(), value));
      }
    }
    return cells;
  }

  /**
   * Whether these columns have values of the kinds they were written with: a text that the database
   * has made a date of is neither the same nor another.
   */
  boolean isOfKinds(List<Column> columns) {
    for (Column column : columns) {
      CanonicalValue value = values.get(column.name());
      boolean canTell =
          column.kind() == Kind.UNKNOWN
              || column.kind() == Kind.NULL
              || value != null
                  && (value.kind() == CanonicalValue.NULL || kind(column.name()) == column.kind());
      if (!canTell) {
        return false;
      }
    }
    return true;
  }

  private Kind kind(String column) {
    return switch (values.get(column).kind()) {
      case CanonicalValue.NUMBER -> floating.contains(column) ? Kind.FLOATING : Kind.NUMBER;
      case CanonicalValue.TEXT -> Kind.TEXT;
      case CanonicalValue.BYTES -> Kind.BYTES;
      case CanonicalValue.DATE -> Kind.DATE;
      case CanonicalValue.TIME -> Kind.TIME;
      case CanonicalValue.LOCAL_TIMESTAMP -> Kind.LOCAL_TIMESTAMP;
      case CanonicalValue.INSTANT -> Kind.INSTANT;
      case CanonicalValue.NO_NUMBER -> Kind.FLOATING;
      default -> Kind.NULL;
    };
  }
}
