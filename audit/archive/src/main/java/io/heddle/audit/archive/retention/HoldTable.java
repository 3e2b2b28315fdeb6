package io.heddle.audit.archive.retention;

import io.heddle.audit.archive.store.Sqlite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The holds in a register; none is ever removed. */
final class HoldTable {
  private static final String COLUMNS =
      "id, tenant, case_name, reason, held_by, held_micros, released_by, released_micros,"
          + " release_reason";

  private HoldTable() {}

  static List<Hold> all(Connection register) throws SQLException {
    List<Hold> holds = new ArrayList<>();
    try (Statement statement = register.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + COLUMNS + " FROM hold ORDER BY id")) {
      while (row.next()) {
        holds.add(
            new Hold(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getString(7),
                row.getLong(8),
                row.getString(9)));
      }
    }
    return holds;
  }

  static List<Hold> standing(Connection register) throws SQLException {
    return all(register).stream().filter(Hold::stands).toList();
  }

  /** Writes a hold, or a hold as it was released. */
  static void put(Connection register, Hold hold) throws SQLException {
    try (PreparedStatement put =
        register.prepareStatement(
            "INSERT INTO hold ("
                + COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                + " released_by = excluded.released_by, released_micros = excluded.released_micros,"
                + " release_reason = excluded.release_reason")) {
      put.setLong(1, hold.id());
      put.setString(2, hold.tenant());
      put.setString(3, hold.caseName());
      put.setString(4, hold.reason());
      put.setString(5, hold.heldBy());
      put.setLong(6, hold.heldMicros());
      put.setString(7, hold.releasedBy());
      put.setLong(8, hold.releasedMicros());
      put.setString(9, hold.releaseReason());
      put.executeUpdate();
    }
  }

  /** Of how many events of a hold the ledger tells: it was put, it was released. */
  static int inLedger(Connection register, Hold hold) throws SQLException {
    return (int) Sqlite.number(register, "SELECT in_ledger FROM hold WHERE id = " + hold.id());
  }

  /** Notes of how many the ledger tells now. */
  static void ledgered(Connection register, Hold hold, int events) throws SQLException {
    try (PreparedStatement update =
        register.prepareStatement("UPDATE hold SET in_ledger = ? WHERE id = ?")) {
      update.setInt(1, events);
      update.setLong(2, hold.id());
      update.executeUpdate();
    }
  }
}
