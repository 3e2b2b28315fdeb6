package io.heddle.agent.weave;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sees every class the JVM loads and lets all but a few by: the name gate.
 *
 * <p>A miss is one look-up in an immutable map. Whatever fails on a hit is counted and the class
 * stays as it was.
 */
final class Transformer implements ClassFileTransformer {
  private static final int MAJOR_VERSION = 6;
  private static final int JAVA_7 = 51;

  private final Gate gate;
  private final ClassLoader agentLoader;
  private final ClassLoader systemLoader = ClassLoader.getSystemClassLoader();

  /** Empty once it has been started, or if there is none. */
  private final AtomicReference<Thread> atFirstClass;

  private volatile Weaver weaver;

  /**
   * @param atFirstClass started when the first class of the application is loaded; may be null
   */
  Transformer(Gate gate, ClassLoader agentLoader, Thread atFirstClass) {
    this.gate = gate;
    this.agentLoader = agentLoader;
    this.atFirstClass = new AtomicReference<>(atFirstClass);
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
    WovenType type = internalName == null ? null : gate.of(internalName);
    if (type == null || loader == agentLoader) {
      return null;
    }
    try {
      return weave(type, internalName, classFile);
    } catch (Throwable failure) {
      type.module().failed(failure);
      return null;
    }
  }

  private byte[] weave(WovenType type, String internalName, byte[] classFile) {
    String name = internalName.replace('/', '.');
    boolean canCall = canCallDynamically(classFile);
    WovenType inherited = type.inherited();
    if (inherited != null) {
      Outline outline = weaver().outline(inherited, name, classFile, !canCall);
      gate.met(internalName, type, outline);
      if (inherited == type && outline.hooked().isEmpty()) {
        return null; // as most superclasses are
      }
    }
    return canCall ? weaver().weave(type, name, classFile) : null;
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
