package io.heddle.agent.weave;

import java.io.IOException;
import java.io.InputStream;

/**
 * Defines the classes of packages ending in {@code .bridge} with a view of both sides: the agent's
 * own names come from the agent, all others from the application.
 */
final class BridgeLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String OURS = "io.heddle.";
  private static final String BRIDGE = ".bridge.";

  private final ClassLoader agent;

  BridgeLoader(ClassLoader application, ClassLoader agent) {
    super(application);
    this.agent = agent;
  }

  static boolean isBridge(String className) {
    return className.startsWith(OURS) && className.contains(BRIDGE);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    if (!isBridge(name)) {
      return agent.loadClass(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = agent.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }
}
