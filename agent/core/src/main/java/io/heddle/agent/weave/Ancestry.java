package io.heddle.agent.weave;

import java.util.Set;

/**
 * What was found in a class that was hooked by its name, and in its superclasses and interfaces.
 *
 * @param isLoaded whether the JVM has loaded a class of that name
 * @param isComplete whether all of its superclasses have been met as well
 * @param isInterface whether it is an interface, which no object names as its class
 * @param hooked names of the methods that are woven in it or in a superclass
 * @param tooOld names of those whose class files are too old to weave
 */
public record Ancestry(
    boolean isLoaded,
    boolean isComplete,
    boolean isInterface,
    Set<String> hooked,
    Set<String> tooOld) {}
