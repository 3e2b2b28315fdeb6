#!/usr/bin/env bash
# MySQL Connector/J 9.7.0: with rewriteBatchedStatements=true a batch that fails calls entries failed that are
# committed.
#
# An application with auto-commit on adds five INSERTs to a Statement, of which the third has a key that is there
# already. It calls executeBatch(), and reads the update counts of the BatchUpdateException.
# One would guess: as without rewriteBatchedStatements, the counts say which entries were done; or, since the driver
# sends all of them as one text, none was.
# What happens: the counts are -1, -3, -3, -3, -3. -3 is EXECUTE_FAILED. -1 is no count that JDBC knows for a batch.
# The first two rows are in the table and committed. Up to four entries are not rewritten, and their counts are right:
# 1 or -3.
#
# Why it matters: an application that runs again what is EXECUTE_FAILED writes twice, and a tool that believes the
# counts says of a committed row that it is not there.
#
# The server here is MariaDB, which speaks the same protocol; the counts are made by the driver.
set -euo pipefail

for command in mariadbd mariadb-install-db; do
  command -v "$command" > /dev/null || { echo "$command is not installed; nothing was tried"; exit 0; }
done
work=$(mktemp -d)
server=""
trap '[ -z "$server" ] || { kill "$server"; wait "$server" || true; }; rm -rf "$work"' EXIT
cd "$work" # outside of any project

for jar in com.mysql:mysql-connector-j:9.7.0 org.slf4j:slf4j-api:2.0.20 org.slf4j:slf4j-nop:2.0.20; do
  mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
    -Dartifact="$jar" -DoutputDirectory=lib > maven.log || { cat maven.log >&2; exit 1; }
done

mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$work/data" --skip-test-db \
  --auth-root-authentication-method=normal > install.log 2>&1 || { cat install.log >&2; exit 1; }
cat > Port.java <<'JAVA'
class Port {
  public static void main(String[] args) throws Exception {
    try (var socket = new java.net.ServerSocket(0)) {
      System.out.println(socket.getLocalPort());
    }
  }
}
JAVA
port=$(java Port.java)
mariadbd --no-defaults --user="$(id -un)" --datadir="$work/data" --socket="$work/socket" \
  --pid-file="$work/pid" --bind-address=127.0.0.1 --port="$port" > server.log 2>&1 &
server=$!

cat > Finding.java <<'JAVA'
import java.sql.*;
import java.util.Arrays;

class Finding {
  static boolean changed;

  static void see(String what, Object expected, Object seen) {
    boolean same = expected.equals(seen);
    changed |= !same;
    System.out.println(what + ": " + seen + (same ? "" : "   CHANGED, it was: " + expected));
  }

  static Connection connect(String url) throws Exception {
    for (int i = 0; ; i++) {
      try {
        return DriverManager.getConnection(url);
      } catch (SQLException e) {
        if (i == 300) {
          throw e;
        }
        Thread.sleep(100); // the server is starting
      }
    }
  }

  static String ids(Connection connection) throws SQLException {
    StringBuilder ids = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT id FROM t ORDER BY id")) {
      while (result.next()) {
        ids.append(ids.isEmpty() ? "" : " ").append(result.getInt(1));
      }
    }
    return ids.toString();
  }

  /** Runs a batch of so many INSERTs, of which the third fails. */
  static void batch(Connection other, String url, int entries, String counts, String rows)
      throws SQLException {
    try (Connection application = DriverManager.getConnection(url);
        Statement statement = application.createStatement()) {
      statement.execute("DELETE FROM t");
      statement.execute("INSERT INTO t VALUES (100)");
      for (int i = 1; i <= entries; i++) {
        statement.addBatch("INSERT INTO t VALUES (" + (i == 3 ? 100 : i) + ")");
      }
      String seen = "";
      try {
        statement.executeBatch();
      } catch (BatchUpdateException e) {
        seen = Arrays.toString(e.getUpdateCounts());
      }
      see("update counts of " + entries + " entries", counts, seen);
      see("  auto-commit", true, application.getAutoCommit());
      see("  ids that another connection sees", rows, ids(other));
    }
  }

  public static void main(String[] args) throws Exception {
    String url = "jdbc:mysql://127.0.0.1:" + args[0] + "/finding?user=root&sslMode=DISABLED";
    try (Connection other = connect(url + "&createDatabaseIfNotExist=true");
        Statement statement = other.createStatement()) {
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY) ENGINE=InnoDB");
      batch(other, url, 5, "[1, 1, -3, 1, 1]", "1 2 4 5 100");
      System.out.println("rewriteBatchedStatements=true");
      String rewriting = url + "&rewriteBatchedStatements=true";
      batch(other, rewriting, 4, "[1, 1, -3, 1]", "1 2 4 100");
      batch(other, rewriting, 5, "[-1, -3, -3, -3, -3]", "1 2 100");
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java "$port"
