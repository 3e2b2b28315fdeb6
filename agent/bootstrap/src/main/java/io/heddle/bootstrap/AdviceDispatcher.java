package io.heddle.bootstrap;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The door through which woven code calls its advice: the bootstrap method of every {@code
 * invokedynamic} that the agent adds.
 *
 * <p>Never throws into the application: a call that cannot be linked becomes one that does nothing.
 */
public final class AdviceDispatcher {
  /** Links calls; null until the agent has started. */
  private static volatile MethodHandle linker;

  private AdviceDispatcher() {}

  /**
   * Opens the door; called once by the agent.
   *
   * @param agentsLinker of type {@code (Lookup, String, MethodType, Object[])CallSite}
   */
  public static void open(MethodHandle agentsLinker) {
    linker = agentsLinker;
  }

  /**
   * Links a call of advice; called by the JVM.
   *
   * @param arguments name the advice, in terms that the agent's linker understands
   */
  public static CallSite link(
      MethodHandles.Lookup caller, String name, MethodType type, Object... arguments) {
    MethodHandle agents = linker;
    if (agents != null) {
      try {
        return (CallSite) agents.invokeExact(caller, name, type, arguments);
      } catch (Throwable failed) {
        // The linker counts its failures itself; what is left here is an error of the JVM.
      }
    }
    return new ConstantCallSite(doingNothing(type));
  }

  /** A handle of that type that returns null, zero or nothing. */
  public static MethodHandle doingNothing(MethodType type) {
    Class<?> result = type.returnType();
    MethodHandle nothing;
    if (result == void.class) {
      nothing = MethodHandles.constant(Object.class, null).asType(MethodType.methodType(result));
    } else if (!result.isPrimitive()) {
      nothing = MethodHandles.constant(result, null);
    } else if (result == boolean.class) {
      nothing = MethodHandles.constant(result, Boolean.FALSE);
    } else if (result == char.class) {
      nothing = MethodHandles.constant(result, (char) 0);
    } else {
      nothing =
          MethodHandles.explicitCastArguments(
              MethodHandles.constant(int.class, 0), MethodType.methodType(result));
    }
    return MethodHandles.dropArguments(nothing, 0, type.parameterArray());
  }
}
