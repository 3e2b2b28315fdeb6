package io.heddle.it.histories.engine;

/** Databases that are processes of their own. */
final class ServerGrammars {
  private static final String TABLE = "CREATE TABLE :x (i INT)";

  private ServerGrammars() {}

  static Grammar postgresql() {
    return new Grammar()
        .inserts(
            "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1) ON CONFLICT DO NOTHING",
            "WITH n AS (SELECT 0 AS e) INSERT INTO :t (h, e, v) SELECT :h, e, 1 FROM n",
            "EXPLAIN ANALYZE INSERT INTO :t (h, e, v) VALUES (:h, 0, 1)")
        .returning("INSERT INTO :t (h, e, v) VALUES (:h, 0, 1) RETURNING e")
        .failures("INSERT INTO :t (h, e, v) VALUES (:h, 3, 1 / (1 - 1))")
        .begins(
            "BEGIN",
            "START TRANSACTION",
            "BEGIN ISOLATION LEVEL REPEATABLE READ",
            "BEGIN TRANSACTION READ WRITE")
        .ends(
            "COMMIT",
            "ROLLBACK",
            "END",
            "ABORT",
            "COMMIT WORK",
            "COMMIT AND CHAIN",
            "ROLLBACK AND CHAIN",
            "COMMIT AND NO CHAIN")
        .savepoints("SAVEPOINT :s", "RELEASE :s", "ROLLBACK TO :s")
        .texts()
        .noise(
            "SELECT COUNT(*) FROM locks",
            "ANALYZE locks",
            "SET work_mem = '4MB'",
            "SET LOCAL work_mem = '5MB'",
            "EXPLAIN SELECT * FROM locks",
            "LISTEN histories",
            "COMMENT ON TABLE locks IS 'locks'",
            "DISCARD PLANS",
            "SET CONSTRAINTS ALL IMMEDIATE",
            "LOCK TABLE numbers IN ACCESS SHARE MODE")
        .procedures(
            "CALL p:k_commit_raise(:h)",
            "CALL p:k_commit(:h)",
            "CALL p:k_raise(:h)",
            "CALL p:k_plain(:h)",
            "DO $$ BEGIN INSERT INTO :t (h, e, v) VALUES (:h, 0, 1); COMMIT;"
                + " RAISE EXCEPTION 'raised'; END $$",
            "DO $$ BEGIN INSERT INTO :t (h, e, v) VALUES (:h, 0, 1); END $$")
        .ddl(
            Ddl.creates(TABLE, "DROP TABLE :x"),
            Ddl.creates("CREATE SEQUENCE :x", "DROP SEQUENCE :x"),
            Ddl.creates("CREATE VIEW :x AS SELECT id FROM locks", "DROP VIEW :x"),
            Ddl.creates("CREATE SCHEMA :x", "DROP SCHEMA :x"),
            Ddl.creates("SELECT 1 AS i INTO :x", "DROP TABLE :x"),
            Ddl.dropsTable(TABLE),
            Ddl.empties(TABLE, "TRUNCATE :x"));
  }

  static Grammar mariadb() {
    return new Grammar()
        .inserts(
            "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1) ON DUPLICATE KEY UPDATE v = 1",
            "REPLACE INTO :t (h, e, v) VALUES (:h, 0, 1)",
            "INSERT IGNORE INTO :t (h, e, v) VALUES (:h, 0, 1)",
            "INSERT INTO :t SET h = :h, e = 0, v = 1")
        .returning("INSERT INTO :t (h, e, v) VALUES (:h, 0, 1) RETURNING e")
        .begins(
            "BEGIN",
            "START TRANSACTION",
            "START TRANSACTION WITH CONSISTENT SNAPSHOT",
            "START TRANSACTION READ WRITE",
            "BEGIN WORK")
        .ends(
            "COMMIT",
            "ROLLBACK",
            "COMMIT WORK",
            "COMMIT AND CHAIN",
            "ROLLBACK AND CHAIN",
            "COMMIT NO RELEASE")
        .switches("SET autocommit = 0", "SET autocommit = 1", "SET @@session.autocommit = OFF")
        .standardSavepoints()
        .texts()
        .noise(
            "SELECT COUNT(*) FROM locks",
            "ANALYZE TABLE locks",
            "SET @v = 1",
            "FLUSH STATUS",
            "UNLOCK TABLES",
            "EXPLAIN SELECT * FROM locks",
            "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
            "CREATE TEMPORARY TABLE IF NOT EXISTS gone (i INT)",
            "DO 1")
        .ddl(
            Ddl.creates(TABLE, "DROP TABLE :x"),
            Ddl.creates("CREATE SEQUENCE :x", "DROP SEQUENCE :x"),
            Ddl.creates("CREATE VIEW :x AS SELECT id FROM locks", "DROP VIEW :x"),
            Ddl.dropsTable(TABLE),
            Ddl.empties(TABLE, "TRUNCATE TABLE :x"));
  }

  static Grammar firebird() {
    Grammar grammar =
        new Grammar()
            .inserts(
                "UPDATE OR INSERT INTO :t (h, e, v) VALUES (:h, 0, 1) MATCHING (h, e)",
                "INSERT INTO :t (h, e, v) SELECT i, 0, 1 FROM numbers WHERE i = :h")
            .returning("INSERT INTO :t (h, e, v) VALUES (:h, 0, 1) RETURNING e")
            .begins("SET TRANSACTION", "SET TRANSACTION READ WRITE")
            .ends("COMMIT", "ROLLBACK", "COMMIT WORK", "COMMIT RETAIN", "ROLLBACK RETAIN")
            .savepoints("SAVEPOINT :s", "RELEASE SAVEPOINT :s", "ROLLBACK TO SAVEPOINT :s")
            .noise("SELECT COUNT(*) FROM locks", "SET STATISTICS INDEX locks_by_id")
            .ddl(
                Ddl.creates(TABLE, "DROP TABLE :x"),
                Ddl.creates("CREATE SEQUENCE :x", "DROP SEQUENCE :x"),
                Ddl.creates("CREATE VIEW :x AS SELECT id FROM locks", "DROP VIEW :x"),
                Ddl.dropsTable(TABLE),
                Ddl.empties(TABLE, "DELETE FROM :x"));
    return grammar;
  }
}
