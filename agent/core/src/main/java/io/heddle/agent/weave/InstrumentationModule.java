package io.heddle.agent.weave;

import java.util.List;

/**
 * An instrumentation: a name by which operators can switch it off, and what it hooks.
 *
 * @param name such as {@code jdbc}
 * @param types what it hooks; each class in one module only
 */
public record InstrumentationModule(String name, List<TypeHook> types) {}
