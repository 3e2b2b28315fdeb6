package io.heddle.agent.jdbc.transaction;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tables of MariaDB and MySQL that have been seen to roll back, by the database that their names
 * are read in. All connections of the process share it. Any thread.
 *
 * <p>What another process changes is not seen: a table that it moves to an engine that cannot roll
 * back is trusted until a rollback warns of it.
 *
 * <p>Bounds: {@link #MOST_DATABASES} databases of {@link #MOST_TABLES} tables; no further one is
 * trusted.
 */
final class ProvenTables {
  static final int MOST_DATABASES = 256;
  static final int MOST_TABLES = 1_024;

  private final Map<String, Set<String>> byDatabase = new ConcurrentHashMap<>();

  /** Counts what was forgotten: a proof that was begun before counts no more. */
  private volatile int generation;

  int generation() {
    return generation;
  }

  boolean contains(String database, String table) {
    Set<String> tables = byDatabase.get(database);
    return tables != null && tables.contains(table);
  }

  /** These have rolled back, unless something was forgotten since that generation. */
  synchronized void add(String database, Set<String> tables, int since) {
    if (since != generation
        || byDatabase.size() == MOST_DATABASES && !byDatabase.containsKey(database)) {
      return;
    }
    Set<String> known =
        byDatabase.computeIfAbsent(database, another -> ConcurrentHashMap.newKeySet());
    if (known.size() + tables.size() <= MOST_TABLES) {
      known.addAll(tables);
    }
  }

  /** Any table may be another one now. */
  synchronized void forgetAll() {
    generation++;
    byDatabase.clear();
  }

  /** Tables of that name may be others now, in whatever database and however it is written. */
  synchronized void forget(String table) {
    generation++;
    String name = local(table);
    for (Set<String> tables : byDatabase.values()) {
      tables.removeIf(known -> local(known).equals(name));
    }
  }

  /** A name without what qualifies it; the file system decides whether case matters. */
  static String local(String table) {
    return table.substring(table.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
