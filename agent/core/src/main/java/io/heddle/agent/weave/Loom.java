package io.heddle.agent.weave;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Installs instrumentations in a JVM.
 *
 * <p>Cheap until a hooked class turns up: declaring modules loads neither Byte Buddy nor advice.
 */
public final class Loom {
  private final Map<String, ModuleSwitch> switches = new LinkedHashMap<>();
  private final Map<String, WovenType> types = new HashMap<>();
  private final ClassLoader agentLoader;

  /**
   * @param off names of modules to leave out
   * @param log takes a sentence when something goes wrong
   * @param notes takes what the audit has to say when a module switches itself off
   */
  public Loom(
      List<InstrumentationModule> modules,
      Set<String> off,
      ClassLoader agentLoader,
      Consumer<String> log,
      BiConsumer<String, Map<String, ?>> notes) {
    this.agentLoader = agentLoader;
    for (InstrumentationModule module : modules) {
      if (!off.contains(module.name())) {
        ModuleSwitch moduleSwitch = new ModuleSwitch(module.name(), log, notes);
        switches.put(module.name(), moduleSwitch);
        for (TypeHook type : module.types()) {
          types.put(
              type.className().replace('.', '/'), new WovenType(moduleSwitch, type.methods()));
        }
      }
    }
  }

  /** The modules installed, in the order in which they were declared. */
  public Collection<ModuleSwitch> modules() {
    return switches.values();
  }

  /**
   * Begins to weave: classes loaded from now on, and those loaded already whose names are hooked.
   *
   * @param applicationStarts run once, when the first class of the application is loaded
   */
  public void install(Instrumentation instrumentation, Runnable applicationStarts) {
    new AdviceLinker(switches, agentLoader).open();
    instrumentation.addTransformer(
        new Transformer(types, agentLoader, applicationStarts),
        instrumentation.isRetransformClassesSupported());
    List<Class<?>> loaded = new ArrayList<>();
    for (Class<?> candidate : instrumentation.getAllLoadedClasses()) {
      if (types.containsKey(candidate.getName().replace('.', '/'))
          && instrumentation.isModifiableClass(candidate)) {
        loaded.add(candidate);
      }
    }
    retransform(instrumentation, loaded);
  }

  /** All in one go; if the JVM refuses, one by one, so that one class cannot spoil the others. */
  private void retransform(Instrumentation instrumentation, List<Class<?>> loaded) {
    if (loaded.isEmpty()) {
      return;
    }
    try {
      instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException | Error refused) {
      for (Class<?> one : loaded) {
        try {
          instrumentation.retransformClasses(one);
        } catch (UnmodifiableClassException | Error failure) {
          // InternalError too: that is how the JVM refuses a class file it cannot verify.
          types.get(one.getName().replace('.', '/')).module().failed(failure);
        }
      }
    }
  }
}
