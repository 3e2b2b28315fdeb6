#!/usr/bin/env bash
# Derby 10.16.1.1: with auto-commit on, rollback() undoes an updateRow() that has returned.
#
# An application leaves auto-commit on, opens an updatable result set, calls updateRow(), and then rollback() of the
# connection.
# One would guess: updateRow() commits by itself, as in HSQLDB; and rollback() throws, as JDBC asks for when auto-commit
# is on.
# What happens: the row is committed when the result set is closed, or when another statement of the connection commits.
# Before that rollback() succeeds, closes the result set, and undoes the row. getAutoCommit() says true all the time.
#
# Why it matters: "auto-commit is on and the call succeeded" does not mean "committed". For a row of a result set the
# outcome is known at the close of the result set, not at the call that wrote it.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" # outside of any project

for jar in org.apache.derby:derby:10.16.1.1 org.apache.derby:derbyshared:10.16.1.1; do
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

  static int value(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT v FROM t")) {
      result.next();
      return result.getInt(1);
    }
  }

  public static void main(String[] args) throws Exception {
    String url = "jdbc:derby:memory:finding;create=true";
    try (Connection application = DriverManager.getConnection(url);
        Connection other = DriverManager.getConnection(url);
        Statement plain = application.createStatement();
        Statement updatable =
            application.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)) {
      plain.execute("CREATE TABLE t (v INT)");
      plain.execute("INSERT INTO t VALUES 0");

      ResultSet rows = updatable.executeQuery("SELECT v FROM t");
      rows.next();
      rows.updateInt(1, 1);
      rows.updateRow();
      see("auto-commit after updateRow()", true, application.getAutoCommit());
      application.rollback();
      see("value after updateRow() and rollback()", 0, value(other));

      rows = updatable.executeQuery("SELECT v FROM t");
      rows.next();
      rows.updateInt(1, 2);
      rows.updateRow();
      rows.close();
      application.rollback();
      see("value after updateRow(), close() and rollback()", 2, value(other));
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
