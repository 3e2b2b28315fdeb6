package io.heddle.agent.weave;

import java.util.List;

/**
 * What to hook in one class.
 *
 * @param className its exact name, such as {@code org.h2.jdbc.JdbcConnection}
 * @param methods a method gets every advice whose hook matches it
 * @param reachesUp whether the same methods are hooked in its superclasses and interfaces, up to
 *     those of the JDK: for classes of which only the name is known
 */
public record TypeHook(String className, List<MethodHook> methods, boolean reachesUp) {
  /** Hooks in that class alone. */
  public TypeHook(String className, List<MethodHook> methods) {
    this(className, methods, false);
  }

  /** The same hooks, in its superclasses and interfaces as well. */
  public TypeHook reachingUp() {
    return new TypeHook(className, methods, true);
  }
}
