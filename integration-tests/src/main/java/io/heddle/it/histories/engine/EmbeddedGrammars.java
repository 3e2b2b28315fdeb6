package io.heddle.it.histories.engine;

import java.util.List;

/** Databases that live in the application's process. */
final class EmbeddedGrammars {
  private static final String TABLE = "CREATE TABLE :x (i INT)";

  private EmbeddedGrammars() {}

  static Grammar h2() {
    return new Grammar()
        .inserts(
            "MERGE INTO :t (h, e, v) KEY (h, e) VALUES (:h, 0, 1)",
            "INSERT INTO :t (h, e, v) SELECT :h, 0, 1")
        .returning("SELECT e FROM FINAL TABLE (INSERT INTO :t (h, e, v) VALUES (:h, 0, 1))")
        .failures("INSERT INTO :t (h, e, v) VALUES (:h, 3, 1 / 0)")
        .begins("BEGIN", "BEGIN TRANSACTION")
        .ends("COMMIT", "ROLLBACK", "COMMIT WORK", "ROLLBACK WORK")
        .switches("SET AUTOCOMMIT FALSE", "SET AUTOCOMMIT TRUE", "SET AUTOCOMMIT OFF")
        .standardSavepoints()
        .texts()
        .noise(
            "ANALYZE TABLE locks",
            "SET CACHE_SIZE 16384",
            "SET @v = 1",
            "SCRIPT NODATA TABLE locks",
            "SELECT COUNT(*) FROM locks",
            "EXPLAIN SELECT * FROM locks",
            "CHECKPOINT",
            "COMMENT ON TABLE locks IS 'locks'",
            "GRANT SELECT ON locks TO PUBLIC",
            "SET SCHEMA PUBLIC")
        .ddl(
            Ddl.creates(TABLE, "DROP TABLE :x"),
            Ddl.creates("CREATE TEMPORARY TABLE :x (i INT)", "DROP TABLE :x"),
            Ddl.creates("CREATE SEQUENCE :x", "DROP SEQUENCE :x"),
            Ddl.creates("CREATE VIEW :x AS SELECT id FROM locks", "DROP VIEW :x"),
            Ddl.creates("CREATE ROLE :x", "DROP ROLE :x"),
            Ddl.creates("CREATE SCHEMA :x", "DROP SCHEMA :x"),
            Ddl.creates("CREATE DOMAIN :x AS INT", "DROP DOMAIN :x"),
            Ddl.dropsTable(TABLE),
            Ddl.empties(TABLE, "TRUNCATE TABLE :x"));
  }

  static Grammar hsqldb() {
    return new Grammar()
        .inserts("INSERT INTO :t (h, e, v) SELECT :h, 0, 1 FROM numbers WHERE i = 0")
        .failures("INSERT INTO :t (h, e, v) VALUES (:h, 3, 1 / 0)")
        .begins("START TRANSACTION", "START TRANSACTION READ WRITE")
        .ends("COMMIT", "ROLLBACK", "COMMIT WORK", "COMMIT AND CHAIN", "ROLLBACK AND CHAIN")
        .switches("SET AUTOCOMMIT FALSE", "SET AUTOCOMMIT TRUE")
        .standardSavepoints()
        .texts()
        .noise(
            "SELECT COUNT(*) FROM locks",
            "CHECKPOINT",
            "SET SCHEMA PUBLIC",
            "COMMENT ON TABLE locks IS 'locks'",
            "EXPLAIN PLAN FOR SELECT * FROM locks")
        .ddl(
            Ddl.creates(TABLE, "DROP TABLE :x"),
            Ddl.creates("CREATE SEQUENCE :x", "DROP SEQUENCE :x"),
            Ddl.creates("CREATE VIEW :x AS SELECT id FROM locks", "DROP VIEW :x"),
            Ddl.dropsTable(TABLE),
            Ddl.empties(TABLE, "TRUNCATE TABLE :x"));
  }

  static Grammar derby() {
    return new Grammar()
        .inserts("INSERT INTO :t (h, e, v) SELECT i, 0, 1 FROM numbers WHERE i = :h")
        .failures("INSERT INTO :t (h, e, v) VALUES (:h, 3, 1 / (1 - 1))")
        .noise(
            "SELECT COUNT(*) FROM locks",
            "SET SCHEMA APP",
            "LOCK TABLE locks IN SHARE MODE",
            "DECLARE GLOBAL TEMPORARY TABLE gone (i INT) NOT LOGGED")
        .ddl(
            Ddl.creates(TABLE, "DROP TABLE :x"),
            Ddl.creates("CREATE SEQUENCE :x", "DROP SEQUENCE :x RESTRICT"),
            Ddl.creates("CREATE VIEW :x AS SELECT id FROM locks", "DROP VIEW :x"),
            Ddl.dropsTable(TABLE),
            Ddl.empties(TABLE, "TRUNCATE TABLE :x"));
  }

  static Grammar sqlite() {
    return new Grammar()
        .inserts(
            "INSERT OR REPLACE INTO :t (h, e, v) VALUES (:h, 0, 1)",
            "REPLACE INTO :t (h, e, v) VALUES (:h, 0, 1)",
            "WITH n AS (SELECT 0 AS e) INSERT INTO :t (h, e, v) SELECT :h, e, 1 FROM n",
            "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1) ON CONFLICT DO NOTHING")
        .returning("INSERT INTO :t (h, e, v) VALUES (:h, 0, 1) RETURNING e")
        .updates("UPDATE OR ROLLBACK :t SET v = 1 WHERE h = :h AND e = 1")
        .failures(
            "INSERT OR ROLLBACK INTO :t (h, e, v) VALUES (:h, 3, 1), (:h, 3, 1)",
            "INSERT OR FAIL INTO :t (h, e, v) VALUES (:h, 3, 1), (:h, 3, 1)",
            "INSERT OR ABORT INTO :t (h, e, v) VALUES (:h, 3, 1), (:h, 3, 1)",
            "INSERT INTO :t (h, e, v, u) VALUES (:h, 3, 1, :h), (:h, 4, 1, :h)")
        .begins(
            "BEGIN",
            "BEGIN TRANSACTION",
            "BEGIN IMMEDIATE",
            "BEGIN EXCLUSIVE TRANSACTION",
            "BEGIN DEFERRED")
        .ends("COMMIT", "ROLLBACK", "END", "END TRANSACTION", "COMMIT TRANSACTION")
        .savepoints("SAVEPOINT :s", "RELEASE :s", "ROLLBACK TRANSACTION TO SAVEPOINT :s")
        .texts()
        .noise(
            "SELECT COUNT(*) FROM locks",
            "ANALYZE locks",
            "PRAGMA cache_size = 1000",
            "PRAGMA foreign_keys = ON",
            "EXPLAIN SELECT * FROM locks",
            "REINDEX locks")
        .ddl(
            Ddl.creates(TABLE, "DROP TABLE :x"),
            Ddl.creates("CREATE VIEW :x AS SELECT id FROM locks", "DROP VIEW :x"),
            Ddl.creates("CREATE INDEX :x ON locks (n)", "DROP INDEX :x"),
            Ddl.dropsTable(TABLE),
            Ddl.empties(TABLE, "DELETE FROM :x"));
  }

  static Grammar duckdb() {
    return new Grammar()
        .inserts(
            "INSERT OR REPLACE INTO :t (h, e, v) VALUES (:h, 0, 1)",
            "INSERT INTO :t (h, e, v) SELECT :h, 0, 1")
        .returning("INSERT INTO :t (h, e, v) VALUES (:h, 0, 1) RETURNING e")
        .begins("BEGIN", "BEGIN TRANSACTION", "START TRANSACTION")
        .ends("COMMIT", "ROLLBACK", "END", "ABORT")
        .texts()
        .noise(
            "SELECT COUNT(*) FROM locks",
            "ANALYZE",
            "SET threads = 1",
            "CHECKPOINT",
            "EXPLAIN SELECT * FROM locks",
            "SET VARIABLE v = 1")
        .ddl(
            Ddl.creates(TABLE, "DROP TABLE :x"),
            Ddl.creates("CREATE SEQUENCE :x", "DROP SEQUENCE :x"),
            Ddl.creates("CREATE VIEW :x AS SELECT id FROM locks", "DROP VIEW :x"),
            Ddl.dropsTable(TABLE),
            new Ddl(
                List.of(TABLE, "INSERT INTO :x VALUES (1)"),
                "TRUNCATE :x",
                Ddl.Effect.EMPTIED,
                "DROP TABLE :x"));
  }
}
