#!/usr/bin/env bash
# Jaybird 6.0.5, Firebird 3.0: a batch that fails with auto-commit on is undone whole, and its counts do not say so.
#
# An application with auto-commit on calls executeBatch() with three INSERTs, of which the second has a key that is
# there already, and reads the update counts of the BatchUpdateException.
# One would guess: with auto-commit on each entry commits by itself, so the row of the first is there, as its count 1
# says.
# What happens: the driver runs the batch in one transaction and rolls it back. The counts are [1], and the row is
# gone. A Statement and a PreparedStatement are alike.
#
# Why it matters: JDBC leaves open what is committed when such a batch fails, but says that the counts are of the
# entries that were executed successfully. A tool that believes the count says "committed" of a row that is in no
# table.
set -euo pipefail

for command in firebird isql-fb; do
  command -v "$command" > /dev/null || { echo "$command is not installed; nothing was tried"; exit 0; }
done
users=/var/lib/firebird/3.0/system/security3.fdb
[ -r "$users" ] || { echo "$users cannot be read; nothing was tried"; exit 0; }
work=$(mktemp -d)
server=""
# KILL, because Firebird does not always end at a TERM.
trap '[ -z "$server" ] || { kill -KILL "$server"; wait "$server" 2> /dev/null || true; }; rm -rf "$work"' EXIT
cd "$work" # outside of any project

for jar in org.firebirdsql.jdbc:jaybird:6.0.5 org.jspecify:jspecify:1.0.0; do
  mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
    -Dartifact="$jar" -DoutputDirectory=lib > maven.log || { cat maven.log >&2; exit 1; }
done

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
cp /etc/firebird/3.0/plugins.conf /etc/firebird/3.0/fbintl.conf "$users" .
cat > firebird.conf <<CONF
RemoteServicePort = $port
RemoteBindAddress = 127.0.0.1
SecurityDatabase = $work/security3.fdb
DatabaseAccess = Full
CONF
echo "security.db = $work/security3.fdb" > databases.conf
echo "CREATE OR ALTER USER SYSDBA PASSWORD 'finding'; COMMIT;" > user.sql
export FIREBIRD="$work" FIREBIRD_LOCK="$work" FIREBIRD_TMP="$work"
isql-fb -user SYSDBA -i user.sql security.db > user.log 2>&1 || { cat user.log >&2; exit 1; }
firebird > server.log 2>&1 &
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

  static int rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
      result.next();
      return result.getInt(1);
    }
  }

  static String countsOfFailure(Statement statement) throws SQLException {
    try {
      statement.executeBatch();
      return "no exception";
    } catch (BatchUpdateException e) {
      return Arrays.toString(e.getUpdateCounts());
    }
  }

  public static void main(String[] args) throws Exception {
    String url = "jdbc:firebirdsql://127.0.0.1:" + args[0] + "/" + args[1] + "/finding.fdb";
    String user = "?createDatabaseIfNotExist=true&encoding=UTF8&user=SYSDBA&password=finding";
    try (Connection application = connect(url + user);
        Statement statement = application.createStatement()) {
      statement.execute("CREATE TABLE t (id INT NOT NULL PRIMARY KEY)");
      statement.execute("INSERT INTO t VALUES (100)");
      int[] ids = {1, 100, 2};
      for (int id : ids) {
        statement.addBatch("INSERT INTO t VALUES (" + id + ")");
      }
      see("auto-commit", true, application.getAutoCommit());
      see("update counts, Statement", "[1]", countsOfFailure(statement));
      see("  rows beside the one that was there before", 0, rows(application) - 1);
      try (var prepared = application.prepareStatement("INSERT INTO t VALUES (?)")) {
        for (int id : ids) {
          prepared.setInt(1, id);
          prepared.addBatch();
        }
        see("update counts, PreparedStatement", "[1]", countsOfFailure(prepared));
      }
      see("  rows beside the one that was there before", 0, rows(application) - 1);
      see("auto-commit", true, application.getAutoCommit());
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java "$port" "$work"
