#!/usr/bin/env bash
# H2 2.5.252: a rolled back CREATE SEQUENCE is there until the database is closed.
#
# An application switches auto-commit off, creates a sequence and calls rollback().
# One would guess: H2 commits before any DDL, as it does for CREATE TABLE, so the sequence stays for ever. Or, if
# H2 can roll DDL back, the sequence is gone at once.
# What happens: neither. CREATE SEQUENCE does not commit (an INSERT before it is undone), the sequence is still listed
# after rollback() and its name is taken, but it is not on disk: after closing and opening the database it is gone.
# CREATE SCHEMA at the same place does commit, and keeps both the schema and the INSERT before it.
#
# Why it matters: whether DDL ends a transaction is a matter of the single statement, not of the database. And no
# single answer is right about the outcome of this one: looking for the sequence says "committed", for a time.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" # outside of any project

for jar in com.h2database:h2:2.5.252; do
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

  static int count(Connection connection, String from) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM " + from)) {
      result.next();
      return result.getInt(1);
    }
  }

  static void tryOut(String ddl, String listed, int rows, int reopened) throws SQLException {
    String url = "jdbc:h2:./" + ddl.replace(' ', '-');
    System.out.println("INSERT, " + ddl + ", rollback()");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY)");
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (1)");
      statement.execute(ddl);
      connection.rollback();
      see("  rows", rows, count(connection, "t"));
      see("  listed after rollback()", 1, count(connection, listed));
      String again = "created";
      try {
        statement.execute(ddl);
      } catch (SQLException e) {
        again = "refused, there is one already";
      }
      see("  creating it again", "refused, there is one already", again);
    }
    try (Connection connection = DriverManager.getConnection(url)) {
      see("  listed after closing and opening", reopened, count(connection, listed));
    }
  }

  public static void main(String[] args) throws Exception {
    tryOut("CREATE SEQUENCE s", "information_schema.sequences WHERE sequence_name = 'S'", 0, 0);
    tryOut("CREATE SCHEMA s", "information_schema.schemata WHERE schema_name = 'S'", 1, 1);
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
