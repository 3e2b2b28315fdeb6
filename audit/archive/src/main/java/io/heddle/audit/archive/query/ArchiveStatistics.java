package io.heddle.audit.archive.query;

import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An archive in numbers.
 *
 * @param records operations in it
 * @param tenants distinct tenants
 * @param firstMicros start of the oldest; 0 if there is none
 * @param lastMicros start of the newest
 * @param segments sealed segments
 * @param sizeBytes of all its files
 * @param byTenant the tenants with most operations, most first
 * @param byKind operations by type and outcome, such as {@code CREATE COMMITTED}
 * @param incidents by kind: how many records are concerned
 */
public record ArchiveStatistics(
    long records,
    long tenants,
    long firstMicros,
    long lastMicros,
    long segments,
    long sizeBytes,
    Map<String, Long> byTenant,
    Map<String, Long> byKind,
    Map<String, Long> incidents) {

  /** What an operation takes on disk, indices included; of an archive that has operations. */
  public double bytesPerRecord() {
    return (double) sizeBytes / records;
  }

  /** Adds up files. */
  static final class Builder {
    private final Map<String, Long> tenants = new HashMap<>();
    private final Map<String, Long> kinds = new TreeMap<>();
    private final Map<String, Long> incidents = new TreeMap<>();
    private long records;
    private long first = Long.MAX_VALUE;
    private long last;
    private long segments;
    private long bytes;

    void add(Connection file, long sizeBytes, boolean isSegment) throws SQLException {
      bytes += sizeBytes;
      segments += isSegment ? 1 : 0;
      try (Statement statement = file.createStatement()) {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT (SELECT value FROM text WHERE id = tenant_id), count(*), min(start_micros),"
                    + " max(start_micros) FROM entry GROUP BY tenant_id")) {
          while (row.next()) {
            records += row.getLong(2);
            tenants.merge(row.getString(1), row.getLong(2), Long::sum);
            first = Math.min(first, row.getLong(3));
            last = Math.max(last, row.getLong(4));
          }
        }
        try (ResultSet row =
            statement.executeQuery(
                "SELECT type, outcome, count(*) FROM entry GROUP BY type, outcome")) {
          while (row.next()) {
            String kind = OperationType.ofCode(row.getInt(1)) + " " + Outcome.ofCode(row.getInt(2));
            kinds.merge(kind, row.getLong(3), Long::sum);
          }
        }
        try (ResultSet row =
            statement.executeQuery("SELECT kind, sum(max(records, 1)) FROM incident GROUP BY 1")) {
          while (row.next()) {
            incidents.merge(row.getString(1), row.getLong(2), Long::sum);
          }
        }
      }
    }

    ArchiveStatistics build(int mostTenants) {
      List<Map.Entry<String, Long>> sorted = new ArrayList<>(tenants.entrySet());
      sorted.sort(
          Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
              .thenComparing(Map.Entry.comparingByKey()));
      Map<String, Long> top = new LinkedHashMap<>();
      for (Map.Entry<String, Long> entry :
          sorted.subList(0, Math.min(mostTenants, sorted.size()))) {
        top.put(entry.getKey(), entry.getValue());
      }
      return new ArchiveStatistics(
          records,
          tenants.size(),
          records == 0 ? 0 : first,
          last,
          segments,
          bytes,
          top,
          kinds,
          incidents);
    }
  }
}
