#!/usr/bin/env bash
# sqlite-jdbc 3.54.1.0: setSavepoint() switches auto-commit off, and nothing switches it on again.
#
# An application with auto-commit on calls setSavepoint(), inserts a row, calls rollback(savepoint), and goes on.
# One would guess: setSavepoint() throws, as JDBC allows with auto-commit on; or auto-commit is on again when the
# savepoint has been rolled back.
# What happens: setSavepoint() switches auto-commit off. It is off after rollback(savepoint), too, so the next INSERT,
# which the application takes for committed, waits for a commit() and is lost by close().
#
# Why it matters: auto-commit changes here without any call of setAutoCommit. A tool that listens to setAutoCommit
# alone reports the last INSERT as committed when it succeeds.
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
          Statement statement = application.createStatement()) {
        statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
        see("auto-commit of a new connection", true, application.getAutoCommit());
        Savepoint savepoint = application.setSavepoint();
        see("auto-commit after setSavepoint()", false, application.getAutoCommit());
        statement.execute("INSERT INTO t VALUES (1)");
        application.rollback(savepoint);
        see("auto-commit after rollback(savepoint)", false, application.getAutoCommit());
        see("count of one more INSERT", 1, statement.executeUpdate("INSERT INTO t VALUES (2)"));
        see("rows that another connection sees", 0, rows(other));
      }
      see("rows after close()", 0, rows(other));
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
