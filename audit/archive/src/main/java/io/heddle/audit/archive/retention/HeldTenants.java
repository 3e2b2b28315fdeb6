package io.heddle.audit.archive.retention;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.store.Sqlite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Finds the hold that keeps a segment, by what the segment really holds. */
final class HeldTenants {
  private final ArchiveHome home;
  private final List<Hold> standing;

  HeldTenants(ArchiveHome home, List<Hold> standing) {
    this.home = home;
    this.standing = standing;
  }

  /** Why a segment is kept; empty if no hold covers a record in it. */
  Optional<String> keep(long segment) {
    for (Hold hold : standing) {
      if (hold.tenant().isEmpty()) {
        return Optional.of(why(hold));
      }
    }
    return standing.isEmpty() ? Optional.empty() : keepForATenant(segment);
  }

  private Optional<String> keepForATenant(long segment) {
    try (Connection file = Sqlite.sealed(home.segment(segment))) {
      Sqlite.check(file, home.segment(segment));
      for (Hold hold : standing) {
        if (holds(file, hold.tenant())) {
          return Optional.of(why(hold));
        }
      }
      return Optional.empty();
    } catch (SQLException | ArchiveException unreadable) {
      return Optional.of("it cannot be read, and may hold records of a tenant under hold");
    }
  }

  private static boolean holds(Connection segment, String tenant) throws SQLException {
    try (PreparedStatement find =
        segment.prepareStatement(
            "SELECT 1 FROM entry WHERE tenant_id = (SELECT id FROM text WHERE value = ?) LIMIT 1")) {
      find.setString(1, tenant);
      try (ResultSet row = find.executeQuery()) {
        return row.next();
      }
    }
  }

  private static String why(Hold hold) {
    return "hold " + hold.id() + " (" + hold.subject() + ")";
  }
}
