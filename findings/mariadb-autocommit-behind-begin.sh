#!/usr/bin/env bash
# MariaDB Connector/J 3.5.11, MariaDB 10.11: SET autocommit=0 in a transaction makes a rollback forget to warn.
#
# An application runs BEGIN, inserts a row into a MyISAM table, which cannot roll back, and runs ROLLBACK.
# One would guess: ROLLBACK has the warning 1196 ("Some non-transactional changed tables couldn't be rolled back"),
# and if SET autocommit=0 stands between the INSERT and ROLLBACK, it has it still: the row is there in both cases.
# What happens: behind SET autocommit=0 ROLLBACK has no warning at all. Where SET autocommit=0 stands before the
# INSERT, the warning is there.
#
# Why it matters: the warning is all that tells an application that a rollback left rows in place. Where it is
# missing, nothing but the table itself says so.
set -euo pipefail

for command in mariadbd mariadb-install-db; do
  command -v "$command" > /dev/null || { echo "$command is not installed; nothing was tried"; exit 0; }
done
work=$(mktemp -d)
server=""
trap '[ -z "$server" ] || { kill "$server"; wait "$server" || true; }; rm -rf "$work"' EXIT
cd "$work" # outside of any project

for jar in org.mariadb.jdbc:mariadb-java-client:3.5.11 org.slf4j:slf4j-api:2.0.20 org.slf4j:slf4j-nop:2.0.20; do
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

  static int rows(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
      result.next();
      return result.getInt(1);
    }
  }

  /** Runs statements, and tells the warning of the last one and whether the row is there. */
  static void run(Connection connection, int warning, String... texts) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET autocommit=1");
      statement.execute("DELETE FROM t");
      for (String text : texts) {
        statement.execute(text);
      }
      SQLWarning warned = statement.getWarnings();
      see(String.join("; ", texts), warning, warned == null ? 0 : warned.getErrorCode());
      see("  rows", 1, rows(statement));
    }
  }

  public static void main(String[] args) throws Exception {
    try (Connection connection = connect("jdbc:mariadb://127.0.0.1:" + args[0] + "/?user=root");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE finding");
      statement.execute("USE finding");
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY) ENGINE=MyISAM");
      String insert = "INSERT INTO t VALUES (1)";
      run(connection, 1196, "BEGIN", insert, "ROLLBACK");
      run(connection, 0, "BEGIN", insert, "SET autocommit=0", "ROLLBACK");
      run(connection, 1196, "BEGIN", "SET autocommit=0", insert, "ROLLBACK");
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java "$port"
