package io.heddle.agent.jdbc.transaction;

import java.util.function.UnaryOperator;

/**
 * The probe of each class of connections, looked up once a class. Any thread.
 *
 * <p>A probe is kept with the driver's class, never by the agent, so a driver that is unloaded with
 * its application takes its probe along.
 */
public final class Probes {
  private static final String BRIDGE = "io.heddle.agent.jdbc.transaction.bridge.";

  private final UnaryOperator<ClassLoader> bridges;

  private final ClassValue<TransactionProbe> probes =
      new ClassValue<>() {
        @Override
        protected TransactionProbe computeValue(Class<?> connection) {
          return make(connection);
        }
      };

  /**
   * @param bridges gives the loader that defines probes for drivers of a loader
   */
  public Probes(UnaryOperator<ClassLoader> bridges) {
    this.bridges = bridges;
  }

  /** The probe for connections of that class; null if there is none. */
  public TransactionProbe of(Class<?> connection) {
    return probes.get(connection);
  }

  private TransactionProbe make(Class<?> connection) {
    for (Class<?> type = connection; type != null; type = type.getSuperclass()) {
      DriverProbe probe = DriverProbe.of(type.getName());
      if (probe != null) {
        return make(probe.probeClass(), type.getClassLoader());
      }
    }
    return null;
  }

  private TransactionProbe make(String probe, ClassLoader driver) {
    try {
      return (TransactionProbe)
          Class.forName(BRIDGE + probe, true, bridges.apply(driver))
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException | LinkageError | RuntimeException another) {
      // A version of the driver that keeps its state elsewhere, or a module that is not open.
      return null;
    }
  }
}
