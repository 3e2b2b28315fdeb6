#!/usr/bin/env bash
# H2 2.5.252: COMMIT by SQL switches auto-commit on.
#
# An application switches auto-commit off with setAutoCommit(false), and then writes BEGIN and COMMIT as SQL.
# One would guess: BEGIN and COMMIT mark one transaction; auto-commit stays as the application has set it.
# What happens: after that COMMIT getAutoCommit() says true, and the next INSERT commits by itself.
# BEGIN notes that auto-commit is to be on again at the end of the transaction; it does not look at what it was.
#
# Why it matters: a tool that remembers the last setAutoCommit(false) believes in an open transaction, and believes
# rollback(), which throws nothing and undoes nothing. The connection must be asked again after each statement.
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

  static int rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
      result.next();
      return result.getInt(1);
    }
  }

  public static void main(String[] args) throws Exception {
    try (Connection application = DriverManager.getConnection("jdbc:h2:mem:finding");
        Connection other = DriverManager.getConnection("jdbc:h2:mem:finding");
        Statement statement = application.createStatement()) {
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY)");
      application.setAutoCommit(false);
      statement.execute("BEGIN");
      statement.execute("INSERT INTO t VALUES (1)");
      see("auto-commit inside of the transaction", false, application.getAutoCommit());
      statement.execute("COMMIT");
      see("auto-commit after COMMIT", true, application.getAutoCommit());

      statement.execute("INSERT INTO t VALUES (2)");
      see("rows that another connection sees after one more INSERT", 2, rows(other));
      application.rollback();
      see("rows after rollback()", 2, rows(other));
    }
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "lib/*" Finding.java
