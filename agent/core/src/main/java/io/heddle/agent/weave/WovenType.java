package io.heddle.agent.weave;

import java.util.List;

/** A class to weave: the module that asks for it and what it hooks there. */
record WovenType(ModuleSwitch module, List<MethodHook> methods) {}
