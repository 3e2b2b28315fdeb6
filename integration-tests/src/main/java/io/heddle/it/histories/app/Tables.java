package io.heddle.it.histories.app;

import io.heddle.it.histories.engine.Ddl;
import io.heddle.it.histories.engine.Engine;
import io.heddle.it.histories.engine.History;
import io.heddle.it.histories.engine.Slots;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tables that histories write, prepared before a number of histories and read after, on a
 * connection of their own.
 *
 * <p>{@code w0 (h, e, v)}: history, key within the history, value. {@code numbers} holds all
 * numbers of histories, {@code locks} two rows to lock.
 */
final class Tables {
  private static final int MOST_ATTEMPTS = 50;

  private final Connection connection;
  private final Schema schema;
  private final Engine engine;

  Tables(Engine engine, Connection connection) {
    this.connection = connection;
    this.schema = Schema.of(engine);
    this.engine = engine;
  }

  /** Creates what is not there. */
  void create(int most) throws SQLException {
    for (String text : schema.creation()) {
      run(text);
    }
    run("INSERT INTO locks (id, n) VALUES (1, 0)");
    run("INSERT INTO locks (id, n) VALUES (2, 0)");
    for (int i = 0; i < most; i++) {
      run("INSERT INTO numbers (i) VALUES (" + i + ")");
    }
    rollBackOnce();
  }

  /**
   * A row of each table is inserted and rolled back, as it happens in any application sooner or
   * later: nothing else shows which tables of MariaDB can.
   */
  private void rollBackOnce() throws SQLException {
    if (engine.canRollBack(Engine.MYISAM)) {
      return;
    }
    connection.setAutoCommit(false);
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (engine.canRollBack(slot)) {
        run("INSERT INTO w" + slot + " (h, e, v) VALUES (0, 9, 0)");
        connection.rollback();
      }
    }
    connection.setAutoCommit(true);
  }

  /** Makes the tables ready for these histories, numbered from 0. */
  void prepare(List<History> histories) throws SQLException {
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      run("DELETE FROM w" + slot);
      if (Slots.kind(slot) != Slots.Kind.INSERT) {
        run(
            "INSERT INTO w"
                + slot
                + " (h, e, v) SELECT i, "
                + (Slots.kind(slot) == Slots.Kind.UPDATE ? 1 : 2)
                + ", 0 FROM numbers WHERE i < "
                + histories.size());
      }
    }
    for (int number = 0; number < histories.size(); number++) {
      for (Map.Entry<Integer, Ddl> entry : histories.get(number).ddl().entrySet()) {
        for (String preparation : entry.getValue().preparations()) {
          run(preparation.replace(":x", name(entry.getKey(), number)));
        }
      }
    }
  }

  /** Creates anew what histories write, because one has left a table that cannot be emptied. */
  void rebuild() throws SQLException {
    if (!engine.canRollBack(Engine.MYISAM)) {
      endOthers();
    }
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      rebuild(slot);
    }
    rollBackOnce();
  }

  private void rebuild(int slot) throws SQLException {
    SQLException notDropped = null;
    try {
      run("DROP TABLE w" + slot);
    } catch (SQLException lockedOrGone) {
      notDropped = lockedOrGone;
    }
    try {
      run(schema.table(slot));
    } catch (SQLException isThere) {
      if (notDropped != null) {
        isThere.addSuppressed(notDropped);
      }
      throw isThere;
    }
  }

  /**
   * Ends what other connections have left open: nobody creates a table anew while somebody holds a
   * lock of it, and a branch of MariaDB that was prepared holds its locks without a connection.
   */
  void endOthers() throws SQLException {
    if (engine == Engine.H2 || engine == Engine.H2_REMOTE) {
      String others =
          "SELECT session_id FROM information_schema.sessions WHERE session_id <> SESSION_ID()";
      for (String id : column(others, 1)) {
        succeeds("CALL ABORT_SESSION(" + id + ")");
      }
    }
    if (engine.canRollBack(Engine.MYISAM)) {
      return;
    }
    String others =
        "SELECT id FROM information_schema.processlist"
            + " WHERE db = DATABASE() AND id <> CONNECTION_ID()";
    for (String id : column(others, 1)) {
      succeeds("KILL " + id);
    }
    for (String name : column("XA RECOVER FORMAT='SQL'", 4)) {
      succeeds("XA ROLLBACK " + name);
    }
  }

  private List<String> column(String query, int column) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(column));
      }
    }
    return values;
  }

  /**
   * What is there of each history's writes: by number and slot, how many rows appeared, changed or
   * went. Drops what their DDL has made.
   */
  short[][] read(List<History> histories) throws SQLException {
    short[][] effects = new short[histories.size()][Slots.COUNT];
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      read(slot, effects);
    }
    for (int number = 0; number < histories.size(); number++) {
      for (Map.Entry<Integer, Ddl> entry : histories.get(number).ddl().entrySet()) {
        effects[number][entry.getKey()] =
            (short) (isDone(entry.getValue(), name(entry.getKey(), number)) ? 1 : 0);
      }
    }
    return effects;
  }

  private void read(int slot, short[][] effects) throws SQLException {
    String text =
        switch (Slots.kind(slot)) {
          case INSERT -> "SELECT h, COUNT(*) FROM w" + slot + " GROUP BY h";
          case UPDATE -> "SELECT h, COUNT(*) FROM w" + slot + " WHERE v = 1 GROUP BY h";
          case DELETE -> "SELECT h, COUNT(*) - 1 FROM w" + slot + " GROUP BY h";
        };
    if (Slots.kind(slot) == Slots.Kind.DELETE) {
      for (short[] history : effects) {
        history[slot] = 1;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(text)) {
      while (rows.next()) {
        effects[rows.getInt(1)][slot] = (short) rows.getInt(2);
      }
    }
  }

  /** Whether somebody keeps a transaction open that locks them out. */
  boolean areLocked() {
    if (engine == Engine.DERBY && !canBeRead()) {
      return true;
    }
    return !succeeds("UPDATE locks SET n = n WHERE id = 1");
  }

  /** Queries of Derby wait for those who write. */
  private boolean canBeRead() {
    try {
      for (int slot = 0; slot < Slots.COUNT; slot++) {
        column("SELECT COUNT(*) FROM w" + slot, 1);
      }
      return true;
    } catch (SQLException locked) {
      return false;
    }
  }

  private boolean isDone(Ddl ddl, String name) throws SQLException {
    String drop = ddl.drop().replace(":x", name);
    return switch (ddl.effect()) {
      case CREATED -> succeeds(drop);
      case DROPPED -> !succeeds(drop);
      case EMPTIED -> {
        boolean isEmpty;
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + name)) {
          isEmpty = rows.next() && rows.getInt(1) == 0;
        }
        dropSoon(drop);
        yield isEmpty;
      }
    };
  }

  /** A pool's thread may still be closing a connection that locks SQLite's file. */
  private void dropSoon(String drop) throws SQLException {
    for (int attempt = 1; !succeeds(drop); attempt++) {
      if (attempt == MOST_ATTEMPTS) {
        run(drop);
        return;
      }
    }
  }

  private boolean succeeds(String text) {
    try {
      run(text);
      return true;
    } catch (SQLException isNotThere) {
      return false;
    }
  }

  private void run(String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static String name(int slot, int number) {
    return "x" + slot + "_" + number;
  }
}
