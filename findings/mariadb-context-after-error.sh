#!/usr/bin/env bash
# MariaDB Connector/J 3.5.11: after a duplicate key with auto-commit on, the driver says that a transaction is open.
#
# An application with auto-commit on inserts a key that is there already, and catches the exception.
# One would guess: the driver's copy of the server's status says "no transaction", since the server has none.
# What happens: the bit "in transaction" (1) of getContext().getServerStatus() is set, and stays so until the next
# statement succeeds. An error packet carries no status, so the driver takes the careful guess; the server itself
# says @@in_transaction = 0.
#
# Why it matters: the bit is the cheapest way to ask for a transaction's state, and it is a guess after an error. A tool
# that believes it waits for a commit that never comes.
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

  static boolean inTransaction(Connection connection) throws SQLException {
    var context = connection.unwrap(org.mariadb.jdbc.Connection.class).getContext();
    return (context.getServerStatus() & 1) != 0;
  }

  public static void main(String[] args) throws Exception {
    try (Connection application = connect("jdbc:mariadb://127.0.0.1:" + args[0] + "/?user=root");
        Statement statement = application.createStatement()) {
      statement.execute("CREATE DATABASE finding");
      statement.execute("USE finding");
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY) ENGINE=InnoDB");
      statement.execute("INSERT INTO t VALUES (1)");
      see("auto-commit", true, application.getAutoCommit());
      see("the driver says: in a transaction", false, inTransaction(application));
      String state = "";
      try {
        statement.execute("INSERT INTO t VALUES (1)");
      } catch (SQLException e) {
        state = e.getSQLState();
      }
      see("SQL state of the same key once more", "23000", state);
      see("the driver says: in a transaction", true, inTransaction(application));
      try (ResultSet result = statement.executeQuery("SELECT @@in_transaction")) {
        result.next();
        see("the server says: in a transaction", 0, result.getInt(1));
      }
      see("the driver says after that SELECT: in a transaction", false, inTransaction(application));
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java "$port"
