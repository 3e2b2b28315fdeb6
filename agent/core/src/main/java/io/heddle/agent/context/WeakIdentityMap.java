package io.heddle.agent.context;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the agent remembers of objects that are not ours, by identity and without keeping them
 * alive.
 *
 * <p>Bound: the application's own: an entry goes when its key does, or when it is removed. A value
 * must not refer to its key, or neither ever goes. Any thread; a look-up takes no lock and
 * allocates nothing.
 *
 * @param <K> the foreign class, often just Object
 * @param <V> what is remembered
 */
public final class WeakIdentityMap<K, V> {
  /** A key to look up with. Belongs to one thread, which uses it again and again. */
  public static final class Probe {
    private Object sought;

    Probe() {}

    @Override
    public int hashCode() {
      return System.identityHashCode(sought);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.refersTo(sought);
    }
  }

  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object referent, ReferenceQueue<Object> queue) {
      super(referent, queue);
      hash = System.identityHashCode(referent);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true; // how a cleared key is found and removed
      }
      Object mine = get();
      return mine != null && other instanceof Key key && key.refersTo(mine);
    }
  }

  private final ConcurrentHashMap<Object, V> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> cleared = new ReferenceQueue<>();

  /** What is remembered of {@code key}, or null. */
  public V get(K key, Probe probe) {
    probe.sought = key;
    V value = entries.get(probe);
    probe.sought = null;
    return value;
  }

  /** Remembers {@code value}, in place of what was remembered before. */
  public void put(K key, V value) {
    expunge();
    entries.put(new Key(key, cleared), value);
  }

  /** Remembers {@code value} unless something is; returns what is remembered then. */
  public V putIfAbsent(K key, V value) {
    expunge();
    V present = entries.putIfAbsent(new Key(key, cleared), value);
    return present == null ? value : present;
  }

  /** Forgets {@code key}; returns what was remembered, or null. */
  public V remove(K key, Probe probe) {
    probe.sought = key;
    V value = entries.remove(probe);
    probe.sought = null;
    return value;
  }

  /** Whether nothing is remembered at all. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** How many keys are remembered, some of which may be gone already. */
  public int size() {
    return entries.size();
  }

  private void expunge() {
    for (Reference<?> key = cleared.poll(); key != null; key = cleared.poll()) {
      entries.remove(key);
    }
  }
}
