#!/usr/bin/env bash
# DuckDB JDBC 2.0.0.1: after COMMIT by SQL there is no transaction, although auto-commit is off.
#
# An application switches auto-commit off, inserts a row, writes COMMIT as SQL, inserts another row, and calls
# rollback().
# One would guess: with auto-commit off every statement is in a transaction, so rollback() undoes the second row.
# What happens: the driver begins nothing behind a COMMIT that it did not send itself. After COMMIT by SQL the
# second INSERT commits by itself, and rollback() throws "no transaction is active". getAutoCommit() says false
# all the time, and the connection stays like that: each further INSERT commits, each rollback() throws.
#
# Why it matters: neither getAutoCommit() nor the sequence of JDBC calls tells whether a transaction is open. The row
# that the application tried to roll back is in the table.
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
    String none = "exception: TransactionContext Error: cannot %s - no transaction is active";
    try (Connection application = DriverManager.getConnection("jdbc:duckdb:finding.db");
        Connection other = DriverManager.getConnection("jdbc:duckdb:finding.db")) {
      run(application, "CREATE TABLE t (id INTEGER PRIMARY KEY)");
      application.setAutoCommit(false);
      run(application, "INSERT INTO t VALUES (1)");
      see("rows that another connection sees before COMMIT", 0, rows(other));
      run(application, "COMMIT");
      see("rows that another connection sees after COMMIT", 1, rows(other));
      see("auto-commit after COMMIT", false, application.getAutoCommit());

      run(application, "INSERT INTO t VALUES (2)");
      see("rows that another connection sees after one more INSERT", 2, rows(other));
      see("rollback()", none.formatted("rollback"), outcome(application::rollback));
      see("rows after rollback()", 2, rows(other));
      run(application, "INSERT INTO t VALUES (3)");
      see("rollback() after another INSERT", none.formatted("rollback"), outcome(application::rollback));
      see("rows after that", 3, rows(other));
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
