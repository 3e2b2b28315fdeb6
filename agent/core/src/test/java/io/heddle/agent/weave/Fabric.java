package io.heddle.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One module, woven into copies of classes that a throw-away loader defines. */
final class Fabric {
  private static final ClassLoader AGENT = Fabric.class.getClassLoader();

  final List<String> log = new ArrayList<>();
  final Map<String, Map<String, ?>> notes = new HashMap<>();
  final ModuleSwitch module = new ModuleSwitch("tested", log::add, notes::put);
  final Gate gate = new Gate();
  final Transformer transformer;

  Fabric(TypeHook... hooks) {
    Map<String, WovenType> types = new HashMap<>();
    for (TypeHook hook : hooks) {
      types.put(hook.className().replace('.', '/'), new WovenType(module, hook));
    }
    gate.add(types);
    transformer = new Transformer(gate, AGENT, null);
    new AdviceLinker(Map.of("tested", module), AGENT, new BridgeLoaders(AGENT)).open();
    RecordingAdvice.EVENTS.clear();
  }

  /** Hooks methods of one class, whatever their arguments, with one advice. */
  static Fabric of(Class<?> target, Class<?> advice, String... methods) {
    List<MethodHook> hooks = new ArrayList<>();
    for (String method : methods) {
      hooks.add(new MethodHook(method, "(", advice.getName()));
    }
    return new Fabric(new TypeHook(target.getName(), hooks));
  }

  /** The class as an application's loader would define it: woven if it is hooked. */
  Class<?> weave(Class<?> target, Class<?>... others) throws Exception {
    ApplicationLoader loader = new ApplicationLoader();
    for (Class<?> other : others) {
      loader.put(other);
    }
    loader.put(target);
    return loader.loadClass(target.getName());
  }

  static byte[] bytesOf(Class<?> type) throws IOException {
    try (InputStream in = AGENT.getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }

  /** Knows the classes it is given, the JDK and, as if it were part of it, the door. */
  private final class ApplicationLoader extends ClassLoader {
    private final Map<String, byte[]> classes = new LinkedHashMap<>();

    ApplicationLoader() {
      super(ClassLoader.getPlatformClassLoader());
    }

    void put(Class<?> type) throws IOException {
      classes.put(type.getName(), bytesOf(type));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("io.heddle.bootstrap.")) {
        return AGENT.loadClass(name);
      }
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] woven = transformer.transform(null, this, name.replace('.', '/'), null, null, bytes);
      byte[] used = woven == null ? bytes : woven;
      return defineClass(name, used, 0, used.length);
    }
  }
}
