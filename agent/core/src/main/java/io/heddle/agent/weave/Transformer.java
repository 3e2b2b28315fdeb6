package io.heddle.agent.weave;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sees every class the JVM loads and lets all but a few by: the name gate.
 *
 * <p>A miss is one look-up in a map that nobody changes. Whatever fails on a hit is counted and the
 * class stays as it was.
 */
final class Transformer implements ClassFileTransformer {
  private static final int MAJOR_VERSION = 6;
  private static final int JAVA_7 = 51;

  /** Never changed; replaced when a module is added. Volatile, so that all of it is seen. */
  private volatile Map<String, WovenType> byInternalName;

  private final ClassLoader agentLoader;
  private final ClassLoader systemLoader = ClassLoader.getSystemClassLoader();

  /** Empty once it has been started, or if there is none. */
  private final AtomicReference<Thread> atFirstClass;

  private volatile Weaver weaver;

  /**
   * @param atFirstClass started when the first class of the application is loaded; may be null
   */
  Transformer(Map<String, WovenType> byInternalName, ClassLoader agentLoader, Thread atFirstClass) {
    this.byInternalName = byInternalName;
    this.agentLoader = agentLoader;
    this.atFirstClass = new AtomicReference<>(atFirstClass);
  }

  /** Goes by other types from now on. */
  void goBy(Map<String, WovenType> types) {
    byInternalName = types;
  }

  @Override
  public byte[] transform(
      Module module,
      ClassLoader loader,
      String internalName,
      Class<?> loaded,
      ProtectionDomain domain,
      byte[] classFile) {
    if (loader == systemLoader && atFirstClass.get() != null) {
      startWaiting();
    }
    WovenType type = internalName == null ? null : byInternalName.get(internalName);
    if (type == null || loader == agentLoader) {
      return null;
    }
    try {
      return canCallDynamically(classFile)
          ? weaver().weave(type, internalName.replace('/', '.'), classFile)
          : null;
    } catch (Throwable failure) {
      type.module().failed(failure);
      return null;
    }
  }

  private void startWaiting() {
    Thread waiting = atFirstClass.getAndSet(null); // two threads may load classes
    if (waiting != null) {
      waiting.start();
    }
  }

  /** {@code invokedynamic} came with the class files of Java 7; older ones are left alone. */
  private static boolean canCallDynamically(byte[] classFile) {
    return ((classFile[MAJOR_VERSION] & 0xff) << 8 | classFile[MAJOR_VERSION + 1] & 0xff) >= JAVA_7;
  }

  /** Byte Buddy is built on the first hit: an application without one never pays for it. */
  private synchronized Weaver weaver() {
    if (weaver == null) {
      weaver = new Weaver(agentLoader);
    }
    return weaver;
  }
}
