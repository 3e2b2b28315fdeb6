package io.heddle.agent.weave;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Installs instrumentations in a JVM.
 *
 * <p>Cheap until a hooked class turns up: declaring modules loads neither Byte Buddy nor advice.
 */
public final class Loom {
  /** So many looks for a class of an awaited name, a second apart. */
  private static final int MOST_LOOKS = 10;

  private final Map<String, ModuleSwitch> switches = new ConcurrentHashMap<>();
  private final List<ModuleSwitch> modules = new ArrayList<>();
  private final Set<String> off;
  private final ClassLoader agentLoader;
  private final BridgeLoaders bridges;
  private final Consumer<String> log;
  private final BiConsumer<String, Map<String, ?>> notes;
  private final Gate gate = new Gate();

  /** What there is to weave when it is installed. */
  private final Map<String, WovenType> declared = new HashMap<>();

  /** Held while classes are woven again. The application's threads never wait for it. */
  private final ReentrantLock weaving = new ReentrantLock();

  /** How often in a row no class of an awaited name was found. Guarded by {@link #weaving}. */
  private int foundNone;

  /** Null until installed. Guarded by {@link #weaving}. */
  private Instrumentation instrumentation;

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
        declared.putAll(gate.add(types(module, moduleSwitch)));
      }
    }
  }

  private static Map<String, WovenType> types(InstrumentationModule module, ModuleSwitch by) {
    Map<String, WovenType> types = new HashMap<>();
    for (TypeHook type : module.types()) {
      String name = type.className().replace('.', '/');
      WovenType known = types.get(name);
      WovenType more = new WovenType(by, type);
      types.put(name, known == null ? more : known.and(more));
    }
    return types;
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
  public void install(Instrumentation jvm, Thread atFirstClass) {
    weaving.lock();
    try {
      instrumentation = jvm;
      new AdviceLinker(switches, agentLoader, bridges).open();
      jvm.addTransformer(
          new Transformer(gate, agentLoader, atFirstClass), jvm.isRetransformClassesSupported());
      retransform(declared);
    } finally {
      weaving.unlock();
    }
  }

  /**
   * Weaves another module, which is not needed from the start: also into classes that are loaded,
   * if the JVM can. Any thread, once for each module.
   *
   * @return its switch; null if it was left out
   */
  public ModuleSwitch add(InstrumentationModule module) {
    if (off.contains(module.name())) {
      return null;
    }
    weaving.lock();
    try {
      ModuleSwitch moduleSwitch = declare(module);
      Map<String, WovenType> more = gate.add(types(module, moduleSwitch));
      if (instrumentation == null) {
        declared.putAll(more);
      } else {
        retransform(more);
      }
      return moduleSwitch;
    } finally {
      weaving.unlock();
    }
  }

  /**
   * Weaves superclasses that were loaded before it was known that they are to be woven; the
   * housekeeping calls it every second.
   */
  public void weaveMissed() {
    if (!gate.isAwaiting()) {
      return;
    }
    weaving.lock();
    try {
      Map<String, List<Class<?>>> loaded = loaded(gate.awaited());
      List<Class<?>> missed = new ArrayList<>();
      for (Map.Entry<String, List<Class<?>>> found : loaded.entrySet()) {
        if (gate.hasMissed(found.getKey(), found.getValue().size())) {
          missed.addAll(found.getValue());
        }
        gate.settled(found.getKey());
      }
      retransform(missed);
      foundNone = loaded.isEmpty() ? foundNone + 1 : 0;
      if (foundNone == MOST_LOOKS) {
        foundNone = 0;
        for (String name : gate.awaited()) {
          gate.settled(name); // its loading has failed
        }
      }
    } finally {
      weaving.unlock();
    }
  }

  /**
   * Weaves what was missed in the class of an object that the application is about to use, on its
   * own thread; later, if another thread is weaving. Costs a volatile read if nothing was missed.
   */
  public void weaveMissed(Class<?> type) {
    if (!gate.isAwaiting() || !weaving.tryLock()) {
      return;
    }
    try {
      List<Class<?>> missed = new ArrayList<>();
      for (Class<?> parent : ancestors(type)) {
        if (gate.hasMissed(internalName(parent), 1)) {
          missed.add(parent);
        }
      }
      retransform(missed);
    } finally {
      weaving.unlock();
    }
  }

  /** What was found in a class that was declared to reach up. Any thread. */
  public Ancestry ancestry(String className) {
    return gate.ancestry(className.replace('.', '/'));
  }

  /**
   * Those of these class names of which a class is loaded. It looks through all classes of the JVM,
   * which takes milliseconds: seldom, and on no thread of the application.
   *
   * @return empty before {@link #install}
   */
  public Set<String> loadedOf(Collection<String> classNames) {
    Set<String> found = new HashSet<>();
    weaving.lock();
    try {
      if (instrumentation != null) {
        for (Class<?> candidate : instrumentation.getAllLoadedClasses()) {
          if (classNames.contains(candidate.getName())) {
            found.add(candidate.getName());
          }
        }
      }
    } finally {
      weaving.unlock();
    }
    return found;
  }

  private ModuleSwitch declare(InstrumentationModule module) {
    ModuleSwitch moduleSwitch = new ModuleSwitch(module.name(), log, notes);
    switches.put(module.name(), moduleSwitch);
    return moduleSwitch;
  }

  /** Those of these types that are loaded already, and what they inherit from. */
  private void retransform(Map<String, WovenType> which) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    for (Map.Entry<String, List<Class<?>>> found : loaded(which.keySet()).entrySet()) {
      WovenType inherited = which.get(found.getKey()).inherited();
      for (Class<?> one : found.getValue()) {
        classes.add(one);
        if (inherited != null) {
          classes.addAll(learnt(one, inherited));
        }
      }
    }
    retransform(new ArrayList<>(classes));
  }

  private List<Class<?>> learnt(Class<?> type, WovenType inherited) {
    List<Class<?>> learnt = new ArrayList<>();
    for (Class<?> parent : ancestors(type)) {
      gate.learn(internalName(parent), inherited);
      if (gate.of(internalName(parent)) != null && instrumentation.isModifiableClass(parent)) {
        learnt.add(parent);
      }
    }
    return learnt;
  }

  private Map<String, List<Class<?>>> loaded(Set<String> internalNames) {
    Map<String, List<Class<?>>> loaded = new LinkedHashMap<>();
    for (Class<?> candidate : instrumentation.getAllLoadedClasses()) {
      String name = internalName(candidate);
      if (internalNames.contains(name) && instrumentation.isModifiableClass(candidate)) {
        List<Class<?>> ofName = loaded.get(name);
        if (ofName == null) {
          ofName = new ArrayList<>(1);
          loaded.put(name, ofName);
        }
        ofName.add(candidate);
      }
    }
    return loaded;
  }

  /** The superclasses of a class and all interfaces, without itself. */
  private static Set<Class<?>> ancestors(Class<?> type) {
    Set<Class<?>> ancestors = new LinkedHashSet<>();
    for (Class<?> one = type; one != null; one = one.getSuperclass()) {
      ancestors.add(one);
      for (Class<?> parent : one.getInterfaces()) {
        ancestors.addAll(ancestors(parent));
        ancestors.add(parent);
      }
    }
    ancestors.remove(type);
    return ancestors;
  }

  private static String internalName(Class<?> type) {
    return type.getName().replace('.', '/');
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
          gate.of(internalName(one)).module().failed(failure);
        }
      }
    }
  }
}
