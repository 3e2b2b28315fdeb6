#!/usr/bin/env bash
# sqlite-jdbc 3.54.1.0: a write that meets an open result set leaves a transaction open, although auto-commit is on.
#
# An application with auto-commit on runs INSERT … RETURNING, reads its row, and leaves the result set open. It
# inserts another row by execute(), catches the exception about SQLITE_BUSY, closes the result set, inserts a third
# row, and closes the connection.
# One would guess: the second row was not inserted, as its exception says, and the others are committed, since
# auto-commit is on.
# What happens: behind a write with auto-commit on the driver sends a BEGIN and a COMMIT of its own, so that nothing
# stays open. Here its COMMIT fails ("SQL statements in progress"), and nothing ends what its BEGIN has begun.
# getAutoCommit() says true, the third INSERT succeeds, the connection itself sees three rows, and commit() throws,
# because auto-commit is on. When the connection closes, all three are gone. executeBatch() and a PreparedStatement do
# the same; Statement.executeUpdate() sends no BEGIN, and all is well.
#
# Why it matters: each further write succeeds with auto-commit on and is not committed, for as long as the connection
# lives. A tool that asks getAutoCommit() says "committed" of all of them.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" # outside of any project

for jar in org.xerial:sqlite-jdbc:3.54.1.0 org.slf4j:slf4j-api:2.0.20 org.slf4j:slf4j-nop:2.0.20; do
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

  interface Way {
    void insert(Connection connection) throws SQLException;
  }

  static final String SECOND = "INSERT INTO t VALUES (2)";

  static void executed(Connection connection) throws SQLException {
    execute(connection, SECOND);
  }

  static void prepared(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SECOND)) {
      statement.executeUpdate();
    }
  }

  static void batch(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.addBatch(SECOND);
      statement.executeBatch();
    }
  }

  static void update(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(SECOND);
    }
  }

  /** Runs it with another way to insert the second row. */
  static void run(Connection other, String what, Way way, int committed) throws SQLException {
    System.out.println(what);
    execute(other, "DELETE FROM t");
    boolean fails = committed == 0;
    try (Connection application = DriverManager.getConnection("jdbc:sqlite:finding.db");
        Statement statement = application.createStatement();
        Statement returning = application.createStatement()) {
      ResultSet open = returning.executeQuery("INSERT INTO t VALUES (1) RETURNING id");
      see("  the first row is read", true, open.next());
      String second = outcome(() -> way.insert(application));
      see("  the second is busy", fails, second.contains("[SQLITE_BUSY]"));
      see("  statements in progress", fails, second.contains("SQL statements in progress"));
      open.close();
      see("  auto-commit", true, application.getAutoCommit());
      see("  count of one more INSERT", 1, statement.executeUpdate("INSERT INTO t VALUES (3)"));
      see("  rows that the application sees", 3, rows(application));
      see("  rows that another connection sees", committed, rows(other));
      String commit = outcome(application::commit);
      see("  commit()", "exception: database in auto-commit mode", commit);
    }
    see("  rows after close()", committed, rows(other));
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public static void main(String[] args) throws Exception {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:finding.db")) {
      execute(other, "CREATE TABLE t (id INTEGER PRIMARY KEY)");
      run(other, "execute()", Finding::executed, 0);
      run(other, "executeUpdate() of a PreparedStatement", Finding::prepared, 0);
      run(other, "executeBatch()", Finding::batch, 0);
      run(other, "executeUpdate() of a Statement", Finding::update, 3);
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
