package io.heddle.audit.archive.fingerprint;

import io.heddle.audit.spool.row.CanonicalValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;

/**
 * A column of a table.
 *
 * @param name as the database has it
 * @param type of {@link Types}
 * @param typeName as the database calls its type
 * @param isTyped whether all its values are of that type; SQLite's need not be
 */
record TableColumn(String name, int type, String typeName, boolean isTyped) {
  private static final Set<String> TEXTS_OF_OTHERS = Set.of("json", "jsonb", "citext");

  /** Its name in the form. */
  String canonicalName() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Whether its values are of binary floating point. */
  boolean isFloating() {
    return type == Types.DOUBLE || type == Types.FLOAT || type == Types.REAL;
  }

  /**
   * A value of it.
   *
   * @throws IllegalArgumentException if such a value has no canonical form
   */
  CanonicalValue value(ResultSet row, int index) throws SQLException {
    try {
      return CanonicalValue.of(isTyped ? typed(row, index) : row.getObject(index));
    } catch (IllegalArgumentException noForm) {
      throw new IllegalArgumentException(
          "column "
              + name
              + " is of type "
              + typeName
              + ", which has no canonical form; leave it out with --exclude "
              + canonicalName(),
          noForm);
    }
  }

  private Object typed(ResultSet row, int index) throws SQLException {
    String lowerName = typeName.toLowerCase(Locale.ROOT);
    if (lowerName.equals("uuid")) {
      return row.getString(
          index); // H2 says that it is binary, PostgreSQL that it is something else
    }
    return switch (type) {
      case Types.CHAR, Types.NCHAR -> withoutPadding(row.getString(index));
      case Types.VARCHAR,
          Types.NVARCHAR,
          Types.LONGVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          row.getString(index);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> row.getBytes(index);
      case Types.DATE -> row.getObject(index, LocalDate.class);
      case Types.TIME ->
          lowerName.equals("timetz") ? row.getObject(index) : row.getObject(index, LocalTime.class);
      // PostgreSQL calls both of its types a TIMESTAMP.
      case Types.TIMESTAMP ->
          lowerName.equals("timestamptz")
              ? row.getObject(index, OffsetDateTime.class)
              : row.getObject(index, LocalDateTime.class);
      case Types.TIMESTAMP_WITH_TIMEZONE -> row.getObject(index, OffsetDateTime.class);
      case Types.OTHER ->
          TEXTS_OF_OTHERS.contains(lowerName) ? row.getString(index) : row.getObject(index);
      default -> row.getObject(index);
    };
  }

  /** CHAR(n) is filled up with blanks by some databases and not by others. */
  private static String withoutPadding(String text) {
    if (text == null) {
      return null;
    }
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }
}
