package io.heddle.agent.weave;

import java.util.List;
import java.util.Set;

/**
 * What a class file says of a class whose superclasses are woven too.
 *
 * @param parents internal names of its superclass and its interfaces
 * @param hooked names of the methods with a body that hooks match
 * @param isInterface whether it is one
 * @param isTooOld whether its class file is older than Java 7, so that nothing can be woven in
 */
record Outline(List<String> parents, Set<String> hooked, boolean isInterface, boolean isTooOld) {}
