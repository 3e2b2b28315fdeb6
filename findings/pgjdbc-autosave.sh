#!/usr/bin/env bash
# pgjdbc 42.7.14, PostgreSQL 18.6: with autosave=always a later failure undoes an INSERT that had succeeded.
#
# An application with auto-commit off inserts row 1. It releases a savepoint that does not exist, and catches the
# exception. It inserts row 2, and catches that exception as well. It inserts row 3, and calls commit().
# One would guess: autosave=always undoes the statement that failed and nothing else, so rows 1 and 3 are there; or
# the transaction is aborted for good, as without autosave, and none is.
# What happens: rows 1 and 2 are gone, and row 3 is committed. The driver sets a savepoint before each statement and
# goes back to it when the statement fails, but sets none before RELEASE, SAVEPOINT and ROLLBACK TO SAVEPOINT. So
# RELEASE aborts the transaction, and the savepoint before the next INSERT cannot be set. When that INSERT fails
# (25P02), the driver goes back to the last savepoint that it has: the one before row 1.
#
# Why it matters: row 1 was inserted without an error, commit() succeeds, and a row that was written later is there.
# The failures that came between name other statements.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" # outside of any project

cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencyManagement><dependencies><dependency>
    <groupId>io.zonky.test.postgres</groupId><artifactId>embedded-postgres-binaries-bom</artifactId>
    <version>18.6.0</version><type>pom</type><scope>import</scope>
  </dependency></dependencies></dependencyManagement>
  <dependencies>
    <dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId>
      <version>42.7.14</version></dependency>
    <dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId>
      <version>2.2.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId>
      <version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies \
  -DoutputDirectory=lib > maven.log || { cat maven.log >&2; exit 1; }

cat > Finding.java <<'JAVA'
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
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

  /** The SQL state of a call; empty if it succeeds. */
  static String state(Call call) {
    try {
      call.run();
      return "";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  static String rows(Connection connection) throws SQLException {
    StringBuilder ids = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT id FROM t ORDER BY id")) {
      while (result.next()) {
        ids.append(ids.isEmpty() ? "" : " ").append(result.getInt(1));
      }
    }
    return ids.toString();
  }

  static void insert(Statement statement, int id, String state) {
    String text = "INSERT INTO t VALUES (" + id + ")";
    see("  SQL state of INSERT of " + id, state, state(() -> statement.executeUpdate(text)));
  }

  static void run(String url, String settings, String stateOf3, String rows) throws SQLException {
    System.out.println(settings.isEmpty() ? "without autosave" : settings);
    try (Connection application = DriverManager.getConnection(url + settings);
        Statement statement = application.createStatement()) {
      statement.execute("DELETE FROM t");
      application.setAutoCommit(false);
      insert(statement, 1, "");
      String release = "RELEASE SAVEPOINT none";
      see("  SQL state of " + release, "3B001", state(() -> statement.execute(release)));
      insert(statement, 2, "25P02");
      insert(statement, 3, stateOf3);
      see("  SQL state of commit()", "", state(application::commit));
      see("  ids in the table", rows, rows(application));
    }
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
      String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres";
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE t (id INT)");
      }
      run(url, "", "25P02", "");
      run(url, "&autosave=always", "", "3");
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -Djava.io.tmpdir="$work" -cp "lib/*" Finding.java
