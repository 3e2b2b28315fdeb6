#!/usr/bin/env bash
# sqlite-jdbc 3.54.1.0: the commit listener hears a commit for an INSERT that fails.
#
# An application with auto-commit on has a result set open that reads no table (VALUES (1), (2)), while another
# connection creates a table. Then the application inserts a key that is there already, and catches the exception.
# One would guess: SQLiteCommitListener.onCommit() is not called, since nothing was committed.
# What happens: it is called once. The INSERT begins a write transaction, finds that the schema is another one, and
# has it read anew; the query that reads the schema ends and commits that transaction, which is empty, and the commit
# hook is called. The INSERT fails only then. An INSERT that succeeds is heard as two commits, one of them before it.
#
# Why it matters: the listener (sqlite3_commit_hook) is what the driver offers to learn of commits. A tool that takes
# onCommit() for the commit of the statement that is running is wrong here.
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
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

class Finding {
  static boolean changed;

  static void see(String what, Object expected, Object seen) {
    boolean same = expected.equals(seen);
    changed |= !same;
    System.out.println(what + ": " + seen + (same ? "" : "   CHANGED, it was: " + expected));
  }

  static int commits;

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

  /** Runs a text while a result set is open and another connection has changed the schema. */
  static String run(Connection application, Connection other, String table, String sql)
      throws SQLException {
    commits = 0;
    try (Statement reader = application.createStatement();
        Statement statement = application.createStatement();
        Statement changer = other.createStatement();
        ResultSet open = reader.executeQuery("VALUES (1), (2)")) {
      open.next();
      changer.execute("CREATE TABLE " + table + " (id INTEGER)");
      return outcome(() -> statement.executeUpdate(sql));
    }
  }

  public static void main(String[] args) throws Exception {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:finding.db");
        Connection application = DriverManager.getConnection("jdbc:sqlite:finding.db");
        Statement statement = application.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
      statement.execute("INSERT INTO t VALUES (1)");
      ((SQLiteConnection) application)
          .addCommitListener(
              new SQLiteCommitListener() {
                @Override
                public void onCommit() {
                  commits++;
                }

                @Override
                public void onRollback() {}
              });
      String failed = run(application, other, "a", "INSERT INTO t VALUES (1)");
      see("the same key once more fails", true, failed.startsWith("exception"));
      see("  calls of onCommit()", 1, commits);
      see("  rows that another connection sees", 1, rows(other));
      see("another key", "no exception", run(application, other, "b", "INSERT INTO t VALUES (2)"));
      see("  calls of onCommit()", 2, commits);
      see("  rows that another connection sees", 2, rows(other));
      commits = 0;
      statement.execute("INSERT INTO t VALUES (3)");
      see("calls of onCommit() where nothing is open and the schema is as it was", 1, commits);
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
