package io.heddle.audit.archive.fingerprint;

import java.nio.file.Path;
import java.util.List;

/**
 * Which table, and what of it.
 *
 * @param url of the database
 * @param user null for none
 * @param password null for none
 * @param drivers jars of JDBC drivers
 * @param table its name, possibly behind a schema and a dot
 * @param as what it is called in the form; null for its name
 * @param key columns that identify a row; empty for its primary key
 * @param columns what else is in the fingerprint; empty for all columns
 * @param excluded columns that are left out
 */
public record TableOptions(
    String url,
    String user,
    String password,
    List<Path> drivers,
    String table,
    String as,
    List<String> key,
    List<String> columns,
    List<String> excluded) {
  /** Keeps copies. */
  public TableOptions {
    drivers = List.copyOf(drivers);
    key = List.copyOf(key);
    columns = List.copyOf(columns);
    excluded = List.copyOf(excluded);
  }
}
