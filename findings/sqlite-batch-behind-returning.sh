#!/usr/bin/env bash
# sqlite-jdbc 3.54.1.0: a batch that meets an open result set leaves a transaction open, although auto-commit is on.
#
# An application with auto-commit on runs INSERT … RETURNING, reads its row, and leaves the result set open. It runs a
# batch of one INSERT, catches the exception about SQLITE_BUSY, closes the result set, inserts a third row, and closes
# the connection.
# One would guess: the batch was not committed, as its exception says, and the rest was, since auto-commit is on.
# What happens: the driver runs a batch between a BEGIN and a COMMIT of its own. Its COMMIT fails ("SQL statements in
# progress"), and nothing ends the transaction. getAutoCommit() says true, the third INSERT succeeds, the connection
# itself sees three rows, and commit() throws, because auto-commit is on. When the connection closes, all three are
# gone.
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

  public static void main(String[] args) throws Exception {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:finding.db")) {
      try (Connection application = DriverManager.getConnection("jdbc:sqlite:finding.db");
          Statement statement = application.createStatement();
          Statement returning = application.createStatement()) {
        statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
        ResultSet open = returning.executeQuery("INSERT INTO t VALUES (1) RETURNING id");
        see("the first row is read", true, open.next());
        statement.addBatch("INSERT INTO t VALUES (2)");
        String batch = outcome(statement::executeBatch);
        see("the batch is busy", true, batch.contains("[SQLITE_BUSY]"));
        see("statements in progress", true, batch.contains("SQL statements in progress"));
        open.close();
        see("auto-commit", true, application.getAutoCommit());
        see("count of one more INSERT", 1, statement.executeUpdate("INSERT INTO t VALUES (3)"));
        see("rows that the application sees", 3, rows(application));
        see("rows that another connection sees", 0, rows(other));
        see("commit()", "exception: database in auto-commit mode", outcome(application::commit));
      }
      see("rows after close()", 0, rows(other));
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
