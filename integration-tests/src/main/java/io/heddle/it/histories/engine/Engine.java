package io.heddle.it.histories.engine;

import java.util.List;

/** A database by one of its drivers. */
public enum Engine {
  H2(EmbeddedGrammars.h2(), true, List.of("", ";LAZY_QUERY_EXECUTION=1")),
  H2_REMOTE(EmbeddedGrammars.h2(), true, List.of("")),
  HSQLDB(EmbeddedGrammars.hsqldb(), true, List.of("")),
  DERBY(EmbeddedGrammars.derby(), true, List.of("")),
  SQLITE(EmbeddedGrammars.sqlite(), false, List.of("", "&transaction_mode=IMMEDIATE")),
  DUCKDB(EmbeddedGrammars.duckdb(), false, List.of("")),
  POSTGRESQL(
      ServerGrammars.postgresql(),
      true,
      List.of(
          "",
          "&autosave=always",
          "&autosave=conservative",
          "&preferQueryMode=simple",
          "&prepareThreshold=1",
          "&reWriteBatchedInserts=true",
          "&cleanupSavepoints=true&autosave=always")),
  MARIADB(
      ServerGrammars.mariadb(),
      true,
      List.of("", "&useServerPrepStmts=true", "&returnMultiValuesGeneratedIds=true")),
  MYSQL(
      ServerGrammars.mariadb(),
      true,
      List.of("", "&useServerPrepStmts=true", "&rewriteBatchedStatements=true")),
  FIREBIRD(ServerGrammars.firebird(), true, List.of("", "&allowTxStmts=true"));

  /** The slot whose table is of Aria on MariaDB. */
  public static final int ARIA = 8;

  /** The slot whose table is of MyISAM on MariaDB. */
  public static final int MYISAM = 9;

  private final Grammar grammar;
  private final boolean hasXa;
  private final List<String> variants;

  Engine(Grammar grammar, boolean hasXa, List<String> variants) {
    this.grammar = grammar;
    this.hasXa = hasXa;
    this.variants = variants;
  }

  /** What it understands. */
  Grammar grammar() {
    return grammar;
  }

  /** Whether its driver has an {@code XADataSource}. */
  public boolean hasXa() {
    return hasXa;
  }

  /**
   * Whether its connections may come from there. Druid 1.2.27 loses its only connection of DuckDB
   * within a few histories, and then waits for one until it gives up, each time. A connection that
   * was made read-only Vibur 26.0 closes without rolling back, which Derby refuses: its transaction
   * stays open for ever, with its locks.
   */
  boolean canComeFrom(SourceKind source) {
    return switch (this) {
      case DUCKDB -> source != SourceKind.DRUID;
      case DERBY -> source != SourceKind.VIBUR;
      default -> true;
    };
  }

  /** What may be appended to its URL; the first is empty. */
  public List<String> variants() {
    return variants;
  }

  /** Whether a slot's table takes part in transactions; MariaDB has kinds that do not. */
  public boolean canRollBack(int slot) {
    return this != MARIADB && this != MYSQL || slot != ARIA && slot != MYISAM;
  }

  /**
   * Whether it locks rows and sees deadlocks; those that lock whole databases do not. H2 with lazy
   * queries waits for its own open cursor, without end.
   *
   * @param variant of the URL
   */
  boolean hasDeadlocks(int variant) {
    return this != SQLITE && (this != H2 || variant == 0);
  }
}
