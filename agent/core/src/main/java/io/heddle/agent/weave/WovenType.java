package io.heddle.agent.weave;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A class to weave: the module that asks for it and what it hooks there.
 *
 * @param reachesUp whether the class's superclasses and interfaces are woven in the same way
 * @param further what another module hooks in the same class; null if none does
 */
record WovenType(
    ModuleSwitch module, List<MethodHook> methods, boolean reachesUp, WovenType further) {
  WovenType(ModuleSwitch module, TypeHook hook) {
    this(module, hook.methods(), hook.reachesUp(), null);
  }

  /** All that this and {@code other} hook; this object if that is what it hooks already. */
  WovenType and(WovenType other) {
    WovenType all = this;
    for (WovenType part = other; part != null; part = part.further) {
      all = all.andPart(part);
    }
    return all;
  }

  /** What of it is to be hooked in superclasses; null if nothing is. */
  WovenType inherited() {
    WovenType rest = further == null ? null : further.inherited();
    if (!reachesUp) {
      return rest;
    }
    return rest == further ? this : new WovenType(module, methods, true, rest);
  }

  private WovenType andPart(WovenType part) {
    if (module != part.module) {
      WovenType rest =
          further == null
              ? new WovenType(part.module, part.methods, part.reachesUp, null)
              : further.andPart(part);
      return rest == further ? this : new WovenType(module, methods, reachesUp, rest);
    }
    if (methods.containsAll(part.methods) && (reachesUp || !part.reachesUp)) {
      return this;
    }
    Set<MethodHook> union = new LinkedHashSet<>(methods);
    union.addAll(part.methods);
    return new WovenType(module, new ArrayList<>(union), reachesUp || part.reachesUp, further);
  }
}
