package io.heddle.audit.archive.fingerprint;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.spool.row.CanonicalRow;
import io.heddle.audit.spool.row.CanonicalRow.Cell;
import io.heddle.audit.spool.row.CanonicalValue;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A table of a database, read in one transaction and without changing anything. */
final class Table implements FingerprintSource, AutoCloseable {
  private static final int FETCHED = 1_000;

  private static final Comparator<TableColumn> BY_NAME =
      Comparator.comparing(TableColumn::canonicalName, CanonicalRow.NAME_ORDER);

  private final TableOptions options;
  private final Connection connection;
  private final String quote;
  private final List<TableColumn> key = new ArrayList<>();
  private final List<TableColumn> others = new ArrayList<>();
  private String schema;
  private String name;

  private Table(TableOptions options, Connection connection) throws SQLException {
    this.options = options;
    this.connection = connection;
    this.quote = connection.getMetaData().getIdentifierQuoteString().strip();
  }

  /**
   * Connects and looks at the table.
   *
   * @throws IllegalArgumentException if there is no such table, key or column
   */
  static Table open(TableOptions options) throws ArchiveException {
    Connection connection = null;
    try {
      connection = Drivers.connect(options);
      Table table = new Table(options, connection);
      table.describe();
      connection.setAutoCommit(false); // else PostgreSQL's driver fetches all rows at once
      return table;
    } catch (SQLException failure) {
      close(connection);
      throw unreadable(options, failure);
    } catch (ArchiveException | RuntimeException failure) {
      close(connection);
      throw failure;
    }
  }

  @Override
  public String name() {
    return options.table() + " of " + Drivers.withoutSecrets(options.url());
  }

  @Override
  public Columns columns() {
    return new Columns(canonicalTable(), names(key), names(others));
  }

  @Override
  public void read(Sink sink) throws ArchiveException {
    String table = canonicalTable();
    read(
        (keyCells, otherCells) ->
            sink.take(
                new Fingerprint(
                    CanonicalRow.key(table, keyCells),
                    shown(keyCells),
                    CanonicalRow.fingerprint(table, keyCells, otherCells))));
  }

  /** Takes the cells of a row. */
  private interface CellSink {
    void take(List<Cell> key, List<Cell> others) throws ArchiveException;
  }

  private List<TableColumn> all() {
    List<TableColumn> all = new ArrayList<>(key);
    all.addAll(others);
    return all;
  }

  private void read(CellSink sink) throws ArchiveException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCHED);
      try (ResultSet row = statement.executeQuery(select(all()))) {
        while (row.next()) {
          sink.take(cells(row, key, 1), cells(row, others, 1 + key.size()));
        }
      }
      connection.rollback();
    } catch (SQLException failure) {
      throw unreadable(options, failure);
    }
  }

  /** Takes rows one by one. */
  interface RowSink {
    void take(StoredRow row) throws ArchiveException;
  }

  /** Hands over all rows as they are, in any order. */
  void readRows(RowSink sink) throws ArchiveException {
    Set<String> floating = new HashSet<>();
    for (TableColumn column : all()) {
      if (column.isFloating()) {
        floating.add(column.canonicalName());
      }
    }
    read(
        (keyCells, otherCells) -> {
          Map<String, CanonicalValue> values = new HashMap<>();
          keyCells.forEach(cell -> values.put(cell.name(), cell.value()));
          otherCells.forEach(cell -> values.put(cell.name(), cell.value()));
          sink.take(new StoredRow(shown(keyCells), values, floating));
        });
  }

  @Override
  public void close() {
    close(connection);
  }

  private void describe() throws SQLException {
    find();
    List<TableColumn> all = allColumns();
    List<String> keyNames = options.key().isEmpty() ? primaryKey() : lower(options.key());
    if (keyNames.isEmpty()) {
      throw new IllegalArgumentException(
          name + " has no primary key; name the columns that identify a row with --key");
    }
    List<String> wanted = lower(options.columns());
    List<String> excluded = lower(options.excluded());
    for (List<String> named : List.of(keyNames, wanted, excluded)) {
      for (String column : named) {
        if (all.stream().noneMatch(one -> one.canonicalName().equals(column))) {
          throw new IllegalArgumentException(
              name + " has no column " + column + ", expected " + String.join(", ", names(all)));
        }
      }
    }
    for (TableColumn column : all) {
      String canonical = column.canonicalName();
      if (keyNames.contains(canonical)) {
        key.add(column);
      } else if ((wanted.isEmpty() || wanted.contains(canonical))
          && !excluded.contains(canonical)) {
        others.add(column);
      }
    }
    key.sort(BY_NAME);
    others.sort(BY_NAME);
  }

  /** Finds the table whatever case it was written in. */
  private void find() throws SQLException {
    String[] parts = options.table().split("\\.", 2);
    String wantedSchema = parts.length == 2 ? parts[0] : null;
    String wantedName = parts[parts.length - 1];
    List<String[]> found = new ArrayList<>();
    try (ResultSet table =
        connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
      while (table.next()) {
        boolean isMeant =
            wantedName.equalsIgnoreCase(table.getString("TABLE_NAME"))
                && (wantedSchema == null
                    || wantedSchema.equalsIgnoreCase(table.getString("TABLE_SCHEM")));
        if (isMeant) {
          found.add(new String[] {table.getString("TABLE_SCHEM"), table.getString("TABLE_NAME")});
        }
      }
    }
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          found.isEmpty()
              ? "there is no table " + options.table()
              : found.size() + " tables are called " + options.table() + "; write schema.table");
    }
    schema = found.get(0)[0];
    name = found.get(0)[1];
  }

  private List<TableColumn> allColumns() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    boolean isTyped = !metadata.getDatabaseProductName().equals("SQLite");
    List<TableColumn> all = new ArrayList<>();
    String escape = metadata.getSearchStringEscape();
    try (ResultSet column =
        metadata.getColumns(
            connection.getCatalog(), escaped(schema, escape), escaped(name, escape), "%")) {
      while (column.next()) {
        all.add(
            new TableColumn(
                column.getString("COLUMN_NAME"),
                column.getInt("DATA_TYPE"),
                column.getString("TYPE_NAME"),
                isTyped));
      }
    }
    if (all.stream().map(TableColumn::canonicalName).distinct().count() < all.size()) {
      throw new IllegalArgumentException(
          "two columns of " + name + " differ in the case of letters alone; choose with --columns");
    }
    return all;
  }

  private List<String> primaryKey() throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet column =
        connection.getMetaData().getPrimaryKeys(connection.getCatalog(), schema, name)) {
      while (column.next()) {
        names.add(column.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private String select(List<TableColumn> columns) {
    StringBuilder sql = new StringBuilder("SELECT ");
    for (TableColumn column : columns) {
      sql.append(column == columns.get(0) ? "" : ", ").append(quoted(column.name()));
    }
    sql.append(" FROM ");
    if (schema != null && !schema.isEmpty()) {
      sql.append(quoted(schema)).append('.');
    }
    return sql.append(quoted(name)).toString();
  }

  private String quoted(String identifier) {
    return quote + identifier.replace(quote, quote + quote) + quote;
  }

  private String canonicalTable() {
    return (options.as() == null ? name : options.as()).toLowerCase(Locale.ROOT);
  }

  private static List<Cell> cells(ResultSet row, List<TableColumn> columns, int first)
      throws SQLException {
    List<Cell> cells = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      TableColumn column = columns.get(i);
      cells.add(new Cell(column.canonicalName(), column.value(row, first + i)));
    }
    return cells;
  }

  private static String shown(List<Cell> key) {
    StringBuilder shown = new StringBuilder();
    for (Cell cell : key) {
      shown.append(shown.length() == 0 ? "" : ", ");
      shown.append(cell.name()).append('=').append(cell.value().shown());
    }
    return shown.toString();
  }

  private static List<String> names(List<TableColumn> columns) {
    return columns.stream().map(TableColumn::canonicalName).toList();
  }

  private static List<String> lower(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  private static String escaped(String pattern, String escape) {
    return pattern == null || escape == null || escape.isEmpty()
        ? pattern
        : pattern.replace("_", escape + "_").replace("%", escape + "%");
  }

  private static ArchiveException unreadable(TableOptions options, SQLException failure) {
    return new ArchiveException(
        options.table()
            + " of "
            + Drivers.withoutSecrets(options.url())
            + " cannot be read ("
            + failure.getMessage()
            + ")",
        failure);
  }

  private static void close(Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException gone) {
        // It was only read; there is nothing to lose.
      }
    }
  }
}
