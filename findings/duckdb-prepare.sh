#!/usr/bin/env bash
# DuckDB JDBC 2.0.0.1: prepareStatement() runs all statements of a text but the last.
#
# An application prepares "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)", and executes it twice, or never.
# One would guess: preparing writes nothing, and each execution runs both statements; or prepareStatement() throws,
# because the text has two statements.
# What happens: prepareStatement() itself inserts row 1. Each execution inserts row 2 alone, and answers 1. A text
# that is prepared and never executed has written, and so has one whose preparation throws because its last statement
# is wrong.
#
# Why it matters: a write happens in a call that takes no part in execution. A tool that records what execute…() runs
# misses it, and a connection that only prepares may write.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" # outside of any project

for jar in org.duckdb:duckdb_jdbc:2.0.0.1; do
  mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
    -Dartifact="$jar" -DoutputDirectory=lib > maven.log || { cat maven.log >&2; exit 1; }
done

cat > Finding.java <<'JAVA'
import java.sql.*;

class Finding {
  static boolean changed;

  static void see(String what, Object expected, Object seen) {
    boolean same = expected.equals(seen);
    changed |= !same;
    System.out.println(what + ": " + seen + (same ? "" : "   CHANGED, it was: " + expected));
  }

  interface Call {
    void run() throws SQLException;
  }

  static String outcome(Call call) {
    try {
      call.run();
      return "no exception";
    } catch (SQLException e) {
      return "exception: " + e.getMessage();
    }
  }

  /** The ids in the table, in order. */
  static String rows(Connection connection) throws SQLException {
    StringBuilder ids = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT id FROM t ORDER BY id")) {
      while (result.next()) {
        ids.append(ids.isEmpty() ? "" : " ").append(result.getInt(1));
      }
    }
    return ids.toString();
  }

  public static void main(String[] args) throws Exception {
    try (Connection application = DriverManager.getConnection("jdbc:duckdb:finding.db");
        Statement statement = application.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER)");
      String two = "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)";
      try (PreparedStatement prepared = application.prepareStatement(two)) {
        see("rows when two INSERTs are prepared", "1", rows(application));
        see("executeUpdate() answers", 1, prepared.executeUpdate());
        see("  rows", "1 2", rows(application));
        see("executeUpdate() once more answers", 1, prepared.executeUpdate());
        see("  rows", "1 2 2", rows(application));
      }
      application.prepareStatement("INSERT INTO t VALUES (3); INSERT INTO t VALUES (4)").close();
      see("rows when a text was prepared and not executed", "1 2 2 3", rows(application));
      String wrong = "INSERT INTO t VALUES (5); SELECT no_such_column";
      String failed = outcome(() -> application.prepareStatement(wrong).close());
      see("preparing a text whose last statement is wrong fails", true, failed.startsWith("exception"));
      see("  rows", "1 2 2 3 5", rows(application));
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
