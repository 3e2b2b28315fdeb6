#!/usr/bin/env bash
# sqlite-jdbc 3.54.1.0: after INSERT OR ROLLBACK the driver and the database disagree about the transaction.
#
# An application switches auto-commit off, inserts a row, and then runs INSERT OR ROLLBACK with the same key. That
# statement fails and undoes the whole transaction, as its name says.
# One would guess: the next INSERT begins a new transaction, because auto-commit is off, and commit() commits it.
# What happens: the driver begins a transaction in setAutoCommit(false), commit() and rollback() alone. The next INSERT
# runs outside of any transaction and commits by itself. commit() and rollback() both throw, and so does
# setAutoCommit(true); yet afterwards getAutoCommit() says true.
#
# Why it matters: rollback() after the second INSERT looks like the end of it, but the row is there. And an exception
# of setAutoCommit does not say that nothing was switched.
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
    String none = "exception: [SQLITE_ERROR] SQL error or missing database (cannot %s - no transaction is active)";
    try (Connection application = DriverManager.getConnection("jdbc:sqlite:finding.db");
        Connection other = DriverManager.getConnection("jdbc:sqlite:finding.db");
        Statement statement = application.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
      application.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (1)");
      String failed = outcome(() -> statement.execute("INSERT OR ROLLBACK INTO t VALUES (1)"));
      see("INSERT OR ROLLBACK of the same key fails", true, failed.startsWith("exception"));
      see("auto-commit", false, application.getAutoCommit());
      see("rows that another connection sees", 0, rows(other));

      statement.execute("INSERT INTO t VALUES (2)");
      see("rows that another connection sees after one more INSERT", 1, rows(other));
      see("commit()", none.formatted("commit"), outcome(application::commit));
      see("rollback()", none.formatted("rollback"), outcome(application::rollback));
      see("rows after rollback()", 1, rows(other));
      see(
          "setAutoCommit(true)",
          none.formatted("commit"),
          outcome(() -> application.setAutoCommit(true)));
      see("auto-commit after that exception", true, application.getAutoCommit());
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
