package io.heddle.agent.weave;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Where advice finds the object it calls: the one static of the agent, because woven code has
 * nothing else to start from.
 *
 * <p>Filled before the first call can be linked, and read once by each class of advice, into a
 * static final field that the JVM compiles away.
 */
public final class Door {
  private static final ConcurrentHashMap<Class<?>, Object> CAPTURES = new ConcurrentHashMap<>();

  private Door() {}

  /** Lets advice find {@code capture} by its class. */
  public static void open(Object capture) {
    CAPTURES.put(capture.getClass(), capture);
  }

  /**
   * The capture of that class.
   *
   * @throws IllegalStateException if there is none; the call is then linked to do nothing
   */
  public static <T> T capture(Class<T> type) {
    Object capture = CAPTURES.get(type);
    if (capture == null) {
      throw new IllegalStateException("no " + type.getName() + " stands behind the door");
    }
    return type.cast(capture);
  }
}
