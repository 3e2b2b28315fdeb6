#!/usr/bin/env bash
# sqlite-jdbc 3.54.1.0: execute() runs the first statement of a text, executeUpdate() runs all.
#
# An application hands "INSERT …; INSERT …" to a Statement.
# One would guess: execute() and executeUpdate() run the same text alike: both statements, or an exception.
# What happens: execute() runs the first INSERT and ignores the rest: no exception, no warning, no further result.
# A PreparedStatement does the same, with executeUpdate(), too. Statement.executeUpdate() runs both and
# answers the sum of the rows.
#
# Why it matters: which rows a text writes depends on the method that was called. A tool that reads the text alone
# reports a write that never was, or misses one.
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
    try (Connection application = DriverManager.getConnection("jdbc:sqlite:finding.db");
        Statement statement = application.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
      String two = "INSERT INTO t VALUES (NULL); INSERT INTO t VALUES (NULL)";

      see("execute() of two INSERTs says that a result set is there", false, statement.execute(two));
      see("  rows in the table", 1, rows(application));
      see("  another result", false, statement.getMoreResults());
      see("  a warning", false, statement.getWarnings() != null);

      see("executeUpdate() of the same text answers", 2, statement.executeUpdate(two));
      see("  rows in the table", 3, rows(application));

      try (PreparedStatement prepared = application.prepareStatement(two)) {
        see("executeUpdate() of it, prepared, answers", 1, prepared.executeUpdate());
      }
      see("  rows in the table", 4, rows(application));
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
