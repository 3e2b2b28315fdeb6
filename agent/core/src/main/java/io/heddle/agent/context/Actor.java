package io.heddle.agent.context;

import java.nio.charset.StandardCharsets;

/** Who makes a request, encoded once for all that is recorded of it. Immutable. */
public final class Actor {
  private static final byte[] NOTHING = {};

  private final byte[] nameUtf8;
  private final byte[] extras;
  private final int rank;

  /**
   * @param name as the source gives it
   * @param extras what records say of the source; empty if it need not be said
   * @param rank how many sources are trusted more
   */
  public Actor(String name, byte[] extras, int rank) {
    this.nameUtf8 = name.getBytes(StandardCharsets.UTF_8);
    this.extras = extras;
    this.rank = rank;
  }

  /** The application's principal, where nobody else is asked. */
  public static Actor principal(String name) {
    return new Actor(name, NOTHING, 0);
  }

  /** The name. */
  public byte[] nameUtf8() {
    return nameUtf8;
  }

  /** What records say of where the name comes from. */
  public byte[] extras() {
    return extras;
  }

  /** How many sources are trusted more. */
  public int rank() {
    return rank;
  }
}
