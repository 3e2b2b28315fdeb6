package io.heddle.agent.weave;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * One {@link BridgeLoader} for each application loader.
 *
 * <p>Both ends are weak: the bridge refers to the application's loader, so a strong value would
 * keep its key, and an application that is undeployed, alive. A bridge lives as long as a call
 * linked to it.
 */
public final class BridgeLoaders {
  private final Map<ClassLoader, WeakReference<BridgeLoader>> bridges = new WeakHashMap<>();
  private final ClassLoader agent;

  /**
   * @param agent finds the agent's own classes
   */
  public BridgeLoaders(ClassLoader agent) {
    this.agent = agent;
  }

  /** The bridge for classes that {@code application} finds. */
  public synchronized ClassLoader of(ClassLoader application) {
    WeakReference<BridgeLoader> known = bridges.get(application);
    BridgeLoader bridge = known == null ? null : known.get();
    if (bridge == null) {
      bridge = new BridgeLoader(application, agent);
      bridges.put(application, new WeakReference<>(bridge));
    }
    return bridge;
  }
}
