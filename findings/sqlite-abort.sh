#!/usr/bin/env bash
# sqlite-jdbc 3.54.1.0: Connection.abort() does nothing.
#
# An application inserts a row with auto-commit off, and calls abort(executor).
# One would guess: as JDBC says, the connection is marked closed, isClosed() is true, every further use throws, and
# the row is gone.
# What happens: the executor gets no task, isClosed() is false, isValid() is true, the next INSERT succeeds, and
# commit() commits both rows.
#
# Why it matters: a pool that evicts a connection by abort() leaves it open, with its locks and its transaction. A
# tool that ends a transaction at abort() says "rolled back" of a row that is in the table.
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
import java.util.concurrent.atomic.AtomicInteger;

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
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:finding.db");
        Connection application = DriverManager.getConnection("jdbc:sqlite:finding.db");
        Statement statement = application.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
      application.setAutoCommit(false);
      statement.executeUpdate("INSERT INTO t VALUES (1)");
      var tasks = new AtomicInteger();
      application.abort(
          task -> {
            tasks.incrementAndGet();
            task.run();
          });
      see("tasks that abort() gave to the executor", 0, tasks.get());
      see("isClosed()", false, application.isClosed());
      see("isValid(1)", true, application.isValid(1));
      see("count of one more INSERT", 1, statement.executeUpdate("INSERT INTO t VALUES (2)"));
      application.commit();
      see("rows that another connection sees", 2, rows(other));
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
