package io.heddle.sampler.policy;

/**
 * What a committed write's record is promised to survive, beyond the end of the process that every
 * record survives. Where nothing more is promised there is none: {@code async}, which is null.
 */
public enum Guarantee {
  /**
   * {@code sync}: the record is on disk before the database commits, so that a power loss cannot
   * take it. Where that cannot be had, the commit goes on, and this is recorded.
   */
  SYNC,

  /** {@code fail-closed}: like {@link #SYNC}, but a commit that cannot be recorded is refused. */
  FAIL_CLOSED;

  /** What the policy calls having none. */
  public static final String ASYNC = "async";

  /** The words that {@link #named} knows, to end the sentence "expected …". */
  public static final String EXPECTED = "async, sync or fail-closed";

  /**
   * The guarantee that a policy or setting calls so; null for {@link #ASYNC}.
   *
   * @throws IllegalArgumentException if nothing is called so
   */
  public static Guarantee named(String name) {
    return switch (name) {
      case ASYNC -> null;
      case "sync" -> SYNC;
      case "fail-closed" -> FAIL_CLOSED;
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Whichever promises more; null if both are. */
  public static Guarantee stronger(Guarantee one, Guarantee other) {
    return one == null || other != null && other.compareTo(one) > 0 ? other : one;
  }
}
