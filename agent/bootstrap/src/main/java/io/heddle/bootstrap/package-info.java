/**
 * The only classes of Heddle that an application can see, on the boot class path: the agent's
 * entry, the loader that hides all the rest, and the door through which woven code calls it.
 *
 * <p>Java 8 byte code, JDK only, no lambdas and no inner classes: an older JVM must be able to load
 * the entry, say that it is too old, and go on.
 */
package io.heddle.bootstrap;
