package io.heddle.agent.weave;

import java.util.List;

/**
 * A class to weave: the module that asks for it and what it hooks there.
 *
 * @param further what another module hooks in the same class; null if none does
 */
record WovenType(ModuleSwitch module, List<MethodHook> methods, WovenType further) {
  WovenType(ModuleSwitch module, List<MethodHook> methods) {
    this(module, methods, null);
  }
}
