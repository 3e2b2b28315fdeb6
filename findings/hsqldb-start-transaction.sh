#!/usr/bin/env bash
# HSQLDB 2.7.4: START TRANSACTION with auto-commit on starts nothing.
#
# An application leaves auto-commit on, and writes START TRANSACTION, an INSERT and ROLLBACK as SQL.
# One would guess: START TRANSACTION suspends auto-commit until the transaction ends, as in PostgreSQL and MariaDB; or
# it is refused.
# What happens: START TRANSACTION succeeds, the INSERT commits by itself, ROLLBACK succeeds, and the row stays.
# With auto-commit off the same statements do what they say.
#
# Why it matters: a tool that pairs START TRANSACTION with ROLLBACK by their words reports the row as rolled back.
# In this database auto-commit decides and the words do not.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" # outside of any project

for jar in org.hsqldb:hsqldb:2.7.4; do
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
    try (Connection application = DriverManager.getConnection("jdbc:hsqldb:mem:finding");
        Connection other = DriverManager.getConnection("jdbc:hsqldb:mem:finding");
        Statement statement = application.createStatement()) {
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY)");
      statement.execute("START TRANSACTION");
      see("auto-commit after START TRANSACTION", true, application.getAutoCommit());
      statement.execute("INSERT INTO t VALUES (1)");
      see("rows that another connection sees before ROLLBACK", 1, rows(other));
      statement.execute("ROLLBACK");
      see("rows after ROLLBACK", 1, rows(other));

      application.setAutoCommit(false);
      statement.execute("START TRANSACTION");
      statement.execute("INSERT INTO t VALUES (2)");
      statement.execute("ROLLBACK");
      see("rows after the same with auto-commit off", 1, rows(other));
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
