package io.heddle.it.histories.engine;

import java.util.List;

/**
 * A statement on an object of its own, {@code :x}, whose effect can be seen afterwards.
 *
 * @param preparations what must be there before the history begins
 * @param text the statement
 * @param effect how its effect is seen
 * @param drop removes the object; fails if it is not there
 */
public record Ddl(List<String> preparations, String text, Effect effect, String drop) {
  /** What the statement leaves behind. */
  public enum Effect {
    CREATED,
    DROPPED,
    EMPTIED
  }

  /** A statement that creates {@code :x}. */
  static Ddl creates(String text, String drop) {
    return new Ddl(List.of(), text, Effect.CREATED, drop);
  }

  /** A statement that drops the table {@code :x}. */
  static Ddl dropsTable(String create) {
    return new Ddl(List.of(create), "DROP TABLE :x", Effect.DROPPED, "DROP TABLE :x");
  }

  /** A statement that empties the table {@code :x}. */
  static Ddl empties(String create, String text) {
    return new Ddl(
        List.of(create, "INSERT INTO :x VALUES (1)"), text, Effect.EMPTIED, "DROP TABLE :x");
  }
}
