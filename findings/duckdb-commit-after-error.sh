#!/usr/bin/env bash
# DuckDB JDBC 2.0.0.1: commit() of a failed transaction succeeds and commits nothing.
#
# An application switches auto-commit off, inserts a row, inserts it once more, catches the exception about the
# duplicate key, and calls commit().
# One would guess: the first row is committed, since only the second statement failed; or commit() throws, because
# the transaction cannot be committed any more.
# What happens: commit() returns without an exception and without a warning, and the first row is gone.
#
# Why it matters: neither the INSERT nor commit() reported a failure, so a tool that follows calls and exceptions says
# "committed" for a row that is in no table. One failed
# statement rolls the earlier ones back, too.
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

  static int rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
      result.next();
      return result.getInt(1);
    }
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public static void main(String[] args) throws Exception {
    try (Connection application = DriverManager.getConnection("jdbc:duckdb:finding.db");
        Connection other = DriverManager.getConnection("jdbc:duckdb:finding.db")) {
      run(application, "CREATE TABLE t (id INTEGER PRIMARY KEY)");
      application.setAutoCommit(false);
      run(application, "INSERT INTO t VALUES (1)");
      see("rows that the transaction sees", 1, rows(application));
      String failed = outcome(() -> run(application, "INSERT INTO t VALUES (1)"));
      see("the same key once more fails", true, failed.startsWith("exception"));
      see("commit()", "no exception", outcome(application::commit));
      see("a warning", false, application.getWarnings() != null);
      see("rows that another connection sees", 0, rows(other));
      see("rows that the application sees", 0, rows(application));
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
