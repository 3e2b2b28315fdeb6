package io.heddle.agent.jdbc.sql;

/**
 * What decides how a text is cut into tokens.
 *
 * @param dialect the database's
 * @param backslashEscapes whether a backslash escapes the next character of a plain text, as it
 *     does in MySQL without {@code NO_BACKSLASH_ESCAPES} and in PostgreSQL with {@code
 *     standard_conforming_strings=off}; without meaning for {@link Dialect#OTHER}, where a text
 *     that reads differently with and without is not shown from there on
 */
public record SqlSyntax(Dialect dialect, boolean backslashEscapes) {
  /** The syntax of a connection whose settings are the database's defaults. */
  public static SqlSyntax of(Dialect dialect) {
    return new SqlSyntax(dialect, dialect.isMySql());
  }
}
