package io.heddle.agent.weave;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Installs instrumentations in a JVM.
 *
 * <p>Cheap until a hooked class turns up: declaring modules loads neither Byte Buddy nor advice.
 */
public final class Loom {
  private final Map<String, ModuleSwitch> switches = new ConcurrentHashMap<>();
  private final List<ModuleSwitch> modules = new ArrayList<>();
  private final Set<String> off;
  private final ClassLoader agentLoader;
  private final BridgeLoaders bridges;
  private final Consumer<String> log;
  private final BiConsumer<String, Map<String, ?>> notes;
  private Map<String, WovenType> types = new HashMap<>();

  /** Null until installed. */
  private Instrumentation instrumentation;

  private Transformer transformer;

  /**
   * @param off names of modules to leave out
   * @param log takes a sentence when something goes wrong
   * @param notes takes what the audit has to say when a module switches itself off
   */
  public Loom(
      List<InstrumentationModule> modules,
      Set<String> off,
      ClassLoader agentLoader,
      BridgeLoaders bridges,
      Consumer<String> log,
      BiConsumer<String, Map<String, ?>> notes) {
    this.off = off;
    this.agentLoader = agentLoader;
    this.bridges = bridges;
    this.log = log;
    this.notes = notes;
    for (InstrumentationModule module : modules) {
      if (!off.contains(module.name())) {
        ModuleSwitch moduleSwitch = declare(module);
        this.modules.add(moduleSwitch);
        for (TypeHook type : module.types()) {
          types.put(
              type.className().replace('.', '/'), new WovenType(moduleSwitch, type.methods()));
        }
      }
    }
  }

  /** The modules there are from the start, in the order in which they were declared. */
  public Collection<ModuleSwitch> modules() {
    return modules;
  }

  /**
   * Begins to weave: classes loaded from now on, and those loaded already whose names are hooked.
   *
   * @param jvm where to
   * @param atFirstClass started when the first class of the application is loaded; null if that may
   *     have been long ago
   */
  public synchronized void install(Instrumentation jvm, Thread atFirstClass) {
    instrumentation = jvm;
    transformer = new Transformer(types, agentLoader, atFirstClass);
    new AdviceLinker(switches, agentLoader, bridges).open();
    jvm.addTransformer(transformer, jvm.isRetransformClassesSupported());
    retransform(types);
  }

  /**
   * Weaves another module, which is not needed from the start: also into classes that are loaded,
   * if the JVM can. Any thread, once for each module.
   *
   * @return its switch; null if it was left out
   */
  public synchronized ModuleSwitch add(InstrumentationModule module) {
    if (off.contains(module.name())) {
      return null;
    }
    ModuleSwitch moduleSwitch = declare(module);
    Map<String, WovenType> more = new HashMap<>();
    Map<String, WovenType> all = new HashMap<>(types);
    for (TypeHook type : module.types()) {
      String name = type.className().replace('.', '/');
      more.put(name, new WovenType(moduleSwitch, type.methods(), types.get(name)));
    }
    all.putAll(more);
    types = all;
    if (transformer != null) {
      transformer.goBy(all);
      retransform(more);
    }
    return moduleSwitch;
  }

  private ModuleSwitch declare(InstrumentationModule module) {
    ModuleSwitch moduleSwitch = new ModuleSwitch(module.name(), log, notes);
    switches.put(module.name(), moduleSwitch);
    return moduleSwitch;
  }

  /** Those of these types that are loaded already. */
  private void retransform(Map<String, WovenType> which) {
    List<Class<?>> loaded = new ArrayList<>();
    for (Class<?> candidate : instrumentation.getAllLoadedClasses()) {
      if (which.containsKey(candidate.getName().replace('.', '/'))
          && instrumentation.isModifiableClass(candidate)) {
        loaded.add(candidate);
      }
    }
    retransform(loaded);
  }

  /** All in one go; if the JVM refuses, one by one, so that one class cannot spoil the others. */
  private void retransform(List<Class<?>> loaded) {
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
