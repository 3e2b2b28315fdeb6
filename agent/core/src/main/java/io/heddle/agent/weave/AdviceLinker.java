package io.heddle.agent.weave;

import io.heddle.bootstrap.AdviceDispatcher;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Map;

/** Finds the advice behind a woven call, and wraps it so that its failures stay here. */
public final class AdviceLinker {
  private static final String ENTER = "enter";

  private final Map<String, ModuleSwitch> switches;
  private final ClassLoader agentLoader;
  private final BridgeLoaders bridges;
  private final MethodHandle suppressed;

  AdviceLinker(Map<String, ModuleSwitch> switches, ClassLoader agentLoader, BridgeLoaders bridges) {
    this.switches = switches;
    this.agentLoader = agentLoader;
    this.bridges = bridges;
    try {
      this.suppressed =
          MethodHandles.lookup()
              .findVirtual(
                  ModuleSwitch.class,
                  "suppress",
                  MethodType.methodType(Object.class, Throwable.class));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Opens the door for woven code. */
  public void open() {
    try {
      MethodHandle link =
          MethodHandles.lookup()
              .findVirtual(
                  AdviceLinker.class,
                  "link",
                  MethodType.methodType(
                      CallSite.class,
                      Lookup.class,
                      String.class,
                      MethodType.class,
                      Object[].class));
      AdviceDispatcher.open(link.bindTo(this));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Links one call.
   *
   * @param arguments the module's name and the advice's class
   */
  CallSite link(Lookup caller, String name, MethodType type, Object[] arguments) {
    ModuleSwitch module = switches.get((String) arguments[0]);
    MethodHandle nothing = AdviceDispatcher.doingNothing(type);
    try {
      Class<?> advice = find((String) arguments[1], caller.lookupClass().getClassLoader());
      MethodHandle safe = suppressing(module, handle(advice, name).asType(type));
      return new ConstantCallSite(endsWhatBegan(advice, name) ? safe : module.guard(safe, nothing));
    } catch (Throwable failure) {
      module.failed(failure);
      return new ConstantCallSite(nothing);
    }
  }

  private MethodHandle suppressing(ModuleSwitch module, MethodHandle advice) {
    // A handler may leave out arguments, and this cast turns null into zero: the fewer handles are
    // combined, the less the JVM has to spin when a call is linked.
    MethodHandle handler =
        MethodHandles.explicitCastArguments(
            suppressed.bindTo(module),
            MethodType.methodType(advice.type().returnType(), Throwable.class));
    return MethodHandles.catchException(advice, Throwable.class, handler);
  }

  private Class<?> find(String adviceClass, ClassLoader application) throws ClassNotFoundException {
    ClassLoader loader = BridgeLoader.isBridge(adviceClass) ? bridges.of(application) : agentLoader;
    return Class.forName(adviceClass, true, loader);
  }

  private static MethodHandle handle(Class<?> advice, String name)
      throws ReflectiveOperationException {
    return MethodHandles.publicLookup().unreflect(method(advice, name));
  }

  /** Whether that method takes the token of an enter, and does nothing without one. */
  private static boolean endsWhatBegan(Class<?> advice, String name) {
    if (name.equals(ENTER)) {
      return false;
    }
    for (Method candidate : advice.getMethods()) {
      if (candidate.getName().equals(ENTER)) {
        return true;
      }
    }
    return false;
  }

  private static Method method(Class<?> advice, String name) throws NoSuchMethodException {
    for (Method candidate : advice.getMethods()) {
      if (candidate.getName().equals(name)) {
        return candidate;
      }
    }
    throw new NoSuchMethodException(advice.getName() + "." + name);
  }
}
