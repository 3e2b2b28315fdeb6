package io.heddle.it.histories.engine;

/**
 * Each write of a history has a slot, and each slot a table {@code w0} to {@code w15}: so a later
 * write can never hide what became of an earlier one.
 */
public final class Slots {
  /** How many there are; a history has at most so many writes. */
  public static final int COUNT = 16;

  /** How a slot's table is written. */
  public enum Kind {
    /** A row with the history's number appears. */
    INSERT,
    /** The row (history, 1) gets v = 1. */
    UPDATE,
    /** The row (history, 2) goes. */
    DELETE
  }

  private Slots() {}

  /** What is done to a slot's table. */
  public static Kind kind(int slot) {
    return switch (slot % 8) {
      case 2, 5 -> Kind.UPDATE;
      case 7 -> Kind.DELETE;
      default -> Kind.INSERT;
    };
  }
}
