#!/usr/bin/env bash
# pgjdbc 42.7.14, PostgreSQL 18.6: with preferQueryMode=simple a text that is prepared is sent in pieces.
#
# With auto-commit on, an application runs the text "INSERT …; ROLLBACK".
# One would guess: how a text is sent changes nothing about its effect; and if it does, a Statement and a
# PreparedStatement are alike.
# What happens: PostgreSQL runs what arrives together as one transaction, so ROLLBACK undoes the INSERT. That holds in
# the default mode, and in the simple mode for a Statement. But a PreparedStatement in the simple mode sends each
# statement of the text by itself: the INSERT commits, ROLLBACK finds nothing to undo, and the row stays.
#
# Why it matters: the outcome of a text depends on a parameter of the URL and on the method that made the statement.
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

  static int rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
      result.next();
      return result.getInt(1);
    }
  }

  static int rowsAfter(String url, boolean prepared) throws SQLException {
    String text = "INSERT INTO t VALUES (1); ROLLBACK";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM t");
      if (prepared) {
        try (PreparedStatement same = connection.prepareStatement(text)) {
          same.execute();
        }
      } else {
        statement.execute(text);
      }
      return rows(connection);
    }
  }

  public static void main(String[] args) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
      String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres";
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE t (id INT)");
      }
      String simple = url + "&preferQueryMode=simple";
      see("rows, default mode, Statement", 0, rowsAfter(url, false));
      see("rows, default mode, PreparedStatement", 0, rowsAfter(url, true));
      see("rows, simple mode, Statement", 0, rowsAfter(simple, false));
      see("rows, simple mode, PreparedStatement", 1, rowsAfter(simple, true));
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -Djava.io.tmpdir="$work" -cp "lib/*" Finding.java
