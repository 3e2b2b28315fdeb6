package io.heddle.it.bench.advice;

import io.heddle.agent.weave.BridgeLoaders;
import io.heddle.agent.weave.InstrumentationModule;
import io.heddle.agent.weave.Loom;
import io.heddle.agent.weave.MethodHook;
import io.heddle.agent.weave.TypeHook;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Uses an H2 database with hooked connections and statements, then calls a hooked method that does
 * next to nothing, many times.
 */
final class WovenProgram {
  private static final int CALLS = 20_000_000;
  private static final int ROUNDS = 9;

  private WovenProgram() {}

  public static void main(String[] arguments) throws Exception {
    Style style = Style.valueOf(arguments[0]);
    ClassLoader application = new WovenLoader(transformer(style));
    useDatabase(application);
    long cpuMillis = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
    long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    if (Counter.balanced() > 0 == (style == Style.NONE)) {
      throw new IllegalStateException(Counter.balanced() + " calls of advice, " + style);
    }
    Object called = application.loadClass(Called.class.getName()).getConstructor().newInstance();
    double nanos = nanosPerCall((IntUnaryOperator) called);
    System.out.println("cpu " + cpuMillis + " classes " + classes + " nanos " + nanos);
  }

  private static void useDatabase(ClassLoader application) throws Exception {
    Driver driver = (Driver) application.loadClass("org.h2.Driver").getConstructor().newInstance();
    try (Connection connection = driver.connect("jdbc:h2:mem:advice", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE item (id INT PRIMARY KEY)");
      statement.executeUpdate("INSERT INTO item VALUES (1)");
      statement.executeQuery("SELECT id FROM item").close();
    }
  }

  private static double nanosPerCall(IntUnaryOperator called) {
    double[] nanos = new double[ROUNDS];
    int number = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        number = called.applyAsInt(number);
      }
      nanos[round] = (double) (System.nanoTime() - start) / CALLS;
    }
    if (number == 42) {
      System.out.println("so that nothing is compiled away");
    }
    double[] warm = Arrays.copyOfRange(nanos, ROUNDS / 3, ROUNDS);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }

  private static ClassFileTransformer transformer(Style style) {
    List<TypeHook> hooks =
        List.of(
            hook("org.h2.jdbc.JdbcConnection", "createStatement", "prepareStatement", "close"),
            hook("org.h2.jdbc.JdbcStatement", "execute", "executeUpdate", "executeQuery", "close"),
            hook("org.h2.jdbc.JdbcPreparedStatement", "execute", "executeUpdate", "executeQuery"),
            hook(Called.class.getName(), "applyAsInt"));
    return switch (style) {
      case NONE -> new ClassFileTransformer() {};
      case DYNAMIC -> heddle(hooks);
      case INLINED -> new Inliner(hooks);
    };
  }

  private static TypeHook hook(String type, String... methods) {
    List<MethodHook> hooks = new ArrayList<>();
    for (String method : methods) {
      hooks.add(new MethodHook(method, "(", DynamicAdvice.class.getName()));
    }
    return new TypeHook(type, hooks);
  }

  /** What Heddle would add to the JVM as a transformer. */
  private static ClassFileTransformer heddle(List<TypeHook> hooks) {
    ClassFileTransformer[] added = new ClassFileTransformer[1];
    Instrumentation jvm =
        (Instrumentation)
            Proxy.newProxyInstance(
                WovenProgram.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, values) ->
                    switch (method.getName()) {
                      case "addTransformer" -> {
                        added[0] = (ClassFileTransformer) values[0];
                        yield null;
                      }
                      case "getAllLoadedClasses" -> new Class<?>[0];
                      case "isRetransformClassesSupported" -> true;
                      default -> null;
                    });
    new Loom(
            List.of(new InstrumentationModule("measured", hooks)),
            Set.of(),
            WovenProgram.class.getClassLoader(),
            new BridgeLoaders(WovenProgram.class.getClassLoader()),
            line -> {
              throw new IllegalStateException(line);
            },
            (what, detail) -> {})
        .install(jvm, new Thread(() -> {}));
    return added[0];
  }

  /** Defines H2 and what is called anew, woven; has all the rest from the program. */
  private static final class WovenLoader extends ClassLoader {
    private final ClassFileTransformer transformer;

    WovenLoader(ClassFileTransformer transformer) {
      super(WovenProgram.class.getClassLoader());
      this.transformer = transformer;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.h2.") && !name.equals(Called.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String internalName = name.replace('.', '/');
      try (InputStream in = getParent().getResourceAsStream(internalName + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        byte[] woven = transformer.transform(null, this, internalName, null, null, bytes);
        byte[] used = woven == null ? bytes : woven;
        return defineClass(name, used, 0, used.length);
      } catch (IOException | java.lang.instrument.IllegalClassFormatException failure) {
        throw new ClassNotFoundException(name, failure);
      }
    }
  }
}
