package io.heddle.audit.archive.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What is new in a log: the sequence numbers behind {@code seenSeq} up to {@code lastSeq},
 * included.
 */
record LogSpan(long log, long seenSeq, long lastSeq) {
  /** The logs in which there is something new. */
  static List<LogSpan> since(Connection hot, Seen seen) throws SQLException {
    List<LogSpan> spans = new ArrayList<>();
    try (Statement statement = hot.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, next_seq - 1 FROM log")) {
      while (row.next()) {
        long log = row.getLong(1);
        long last = row.getLong(2);
        if (last > seen.last(log)) {
          spans.add(new LogSpan(log, seen.last(log), last));
        }
      }
    }
    return spans;
  }

  /** {@code condition}, and in this span. */
  AuditQuery.Condition narrow(AuditQuery.Condition condition) {
    List<Object> values = new ArrayList<>(condition.values());
    values.add(log);
    values.add(seenSeq);
    values.add(lastSeq);
    return new AuditQuery.Condition(
        condition.sql() + " AND o.log = ? AND o.seq > ? AND o.seq <= ?", values);
  }
}
