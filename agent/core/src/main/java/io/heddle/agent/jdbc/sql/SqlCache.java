package io.heddle.agent.jdbc.sql;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers how texts of one syntax read.
 *
 * <p>Bound: {@code maxCharacters} of text in two generations. When the young one is full it becomes
 * the old one, and what the old one held and nobody asked for again is gone; so a flood of one-off
 * statements cannot push out those in use for longer than it takes to parse them once. A text above
 * {@link #MAX_CACHED} characters is parsed each time.
 *
 * <p>Any thread; a hit in the young generation is one map look-up.
 */
public final class SqlCache {
  /** Longest text kept: beyond, it is data rather than a statement. */
  static final int MAX_CACHED = 10_000;

  private final SqlSyntax syntax;
  private final long maxYoungCharacters;
  private final AtomicLong youngCharacters = new AtomicLong();

  /** Volatile: a reader that sees a generation sees everything put into it before. */
  private volatile ConcurrentHashMap<String, SqlText> young = new ConcurrentHashMap<>();

  private volatile ConcurrentHashMap<String, SqlText> old = new ConcurrentHashMap<>();

  /**
   * @param maxCharacters of all texts kept; about 4 bytes of heap each
   */
  public SqlCache(Dialect dialect, long maxCharacters) {
    this(SqlSyntax.of(dialect), maxCharacters);
  }

  /**
   * @param maxCharacters of all texts kept; about 4 bytes of heap each
   */
  public SqlCache(SqlSyntax syntax, long maxCharacters) {
    this.syntax = syntax;
    this.maxYoungCharacters = maxCharacters / 2;
  }

  /** How {@code sql} reads; never null. */
  public SqlText text(String sql) {
    SqlText known = young.get(sql);
    if (known != null) {
      return known;
    }
    if (sql.length() > MAX_CACHED) {
      return SqlParser.parse(sql, syntax);
    }
    known = old.get(sql);
    if (known == null) {
      known = SqlParser.parse(sql, syntax);
    }
    keep(sql, known);
    return known;
  }

  private void keep(String sql, SqlText text) {
    long size = sql.length();
    for (SqlStatement statement : text.statements()) {
      size += statement.subject().text().length() * (1L + statement.further().size());
    }
    if (young.putIfAbsent(sql, text) == null
        && youngCharacters.addAndGet(size) > maxYoungCharacters) {
      turn();
    }
  }

  private synchronized void turn() {
    if (youngCharacters.get() > maxYoungCharacters) {
      old = young;
      young = new ConcurrentHashMap<>();
      youngCharacters.set(0);
    }
  }
}
