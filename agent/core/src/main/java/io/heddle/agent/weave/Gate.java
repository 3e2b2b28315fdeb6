package io.heddle.agent.weave;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The name gate: which classes are woven, and with what.
 *
 * <p>The JVM shows a class to its transformers before it loads the superclass that the class file
 * names. So the superclass of a class that reaches up is learnt in time, unless it was loaded
 * before, on behalf of another class; then it is among the {@link #awaited}.
 *
 * <p>Bound: {@link #MOST_LEARNT} names of superclasses; those beyond are not woven.
 */
final class Gate {
  static final int MOST_LEARNT = 1_024;

  /** Never changed, but replaced. Volatile for safe publication to threads that load classes. */
  private volatile Map<String, WovenType> byInternalName = Map.of();

  /** What class files said, by internal name; of types that reach up alone. */
  private final Map<String, Outline> outlines = new ConcurrentHashMap<>();

  /** How often a class of a learnt name has been met since. Guarded by this. */
  private final Map<String, Integer> awaited = new HashMap<>();

  /** Whether there are such names. Volatile: read without the lock by each statement made. */
  private volatile boolean isAwaiting;

  /** What is woven into a class; null for nothing. One look-up in an immutable map. */
  WovenType of(String internalName) {
    return byInternalName.get(internalName);
  }

  /** Weaves this too, from now on; returns what is woven into these classes in all. */
  synchronized Map<String, WovenType> add(Map<String, WovenType> more) {
    Map<String, WovenType> all = new HashMap<>(byInternalName);
    Map<String, WovenType> added = new HashMap<>();
    for (Map.Entry<String, WovenType> entry : more.entrySet()) {
      WovenType known = all.get(entry.getKey());
      WovenType now = known == null ? entry.getValue() : known.and(entry.getValue());
      all.put(entry.getKey(), now);
      added.put(entry.getKey(), now);
    }
    byInternalName = all;
    return added;
  }

  /** A class that reaches up is being loaded or woven again; its parents are learnt. */
  synchronized void met(String internalName, WovenType type, Outline outline) {
    if (outlines.size() < MOST_LEARNT) {
      outlines.put(internalName, outline);
    }
    Integer times = awaited.get(internalName);
    if (times != null) {
      awaited.put(internalName, times + 1);
    }
    WovenType inherited = type.inherited();
    for (String parent : outline.parents()) {
      learn(parent, inherited);
    }
  }

  /** A superclass or interface of a class that reaches up; one of the JDK is left alone. */
  synchronized void learn(String parent, WovenType inherited) {
    WovenType known = byInternalName.get(parent);
    WovenType now = known == null ? inherited : known.and(inherited);
    if (now == known || isOfJdk(parent) || known == null && awaited.size() >= MOST_LEARNT) {
      return;
    }
    Map<String, WovenType> all = new HashMap<>(byInternalName);
    all.put(parent, now);
    byInternalName = all;
    awaited.put(parent, 0);
    isAwaiting = true;
  }

  /**
   * Whether a class of that name, which is loaded, was loaded before its name was learnt.
   *
   * @param loaded how many classes of that name are loaded
   */
  synchronized boolean hasMissed(String internalName, int loaded) {
    Integer times = awaited.get(internalName);
    return times != null && times < loaded;
  }

  /** The learnt names whose loaded classes have not been looked through. */
  synchronized Set<String> awaited() {
    return Set.copyOf(awaited.keySet());
  }

  /** Whether there are such names; costs a volatile read. */
  boolean isAwaiting() {
    return isAwaiting;
  }

  /** The loaded classes of that name are woven. */
  synchronized void settled(String internalName) {
    awaited.remove(internalName);
    isAwaiting = !awaited.isEmpty();
  }

  /** What was found in a class, and in what it inherits from. */
  Ancestry ancestry(String internalName) {
    Outline itself = outlines.get(internalName);
    if (itself == null) {
      return new Ancestry(false, false, false, Set.of(), Set.of());
    }
    Set<String> hooked = new TreeSet<>();
    Set<String> tooOld = new TreeSet<>();
    boolean isComplete = climb(internalName, itself, new TreeSet<>(), hooked, tooOld);
    return new Ancestry(true, isComplete, itself.isInterface(), hooked, tooOld);
  }

  private boolean climb(
      String name, Outline outline, Set<String> climbed, Set<String> hooked, Set<String> tooOld) {
    if (!climbed.add(name)) {
      return true;
    }
    if (outline.isTooOld()) {
      tooOld.add(name.replace('/', '.'));
    } else {
      hooked.addAll(outline.hooked());
    }
    boolean isComplete = true;
    for (String parent : outline.parents()) {
      if (!isOfJdk(parent)) {
        Outline further = outlines.get(parent);
        isComplete &= further != null && climb(parent, further, climbed, hooked, tooOld);
      }
    }
    return isComplete;
  }

  private static boolean isOfJdk(String internalName) {
    return internalName.startsWith("java/")
        || internalName.startsWith("javax/")
        || internalName.startsWith("jdk/")
        || internalName.startsWith("sun/");
  }
}
