/**
 * Puts calls of advice into other people's classes.
 *
 * <p>To add an instrumentation: write advice as public static methods annotated with {@code
 * Advice.OnMethodEnter(inline = false)} and {@code Advice.OnMethodExit(inline = false, …)}, of at
 * most five statements that call one plain class; declare a {@link
 * io.heddle.agent.weave.InstrumentationModule} that names the classes and methods to hook; add it
 * to the list in {@code io.heddle.agent.AgentRuntime}. The method on entry is called {@code enter}
 * and returns a token; the one on exit takes it, and does nothing without. Advice that needs types
 * of the application (servlets) goes into a package whose name ends in {@code .bridge}: its classes
 * are defined once for each application loader, with a view of both sides.
 *
 * <p>What happens: the JVM shows every class to {@link io.heddle.agent.weave.Transformer}, whose
 * name gate answers in one map look-up. On the first hit {@link io.heddle.agent.weave.Weaver}
 * builds Byte Buddy and adds an {@code invokedynamic} at the entry and exits of the hooked methods;
 * no field, method or interface is ever added. When such a call first runs, the JVM asks {@code
 * AdviceDispatcher}, which asks {@link io.heddle.agent.weave.AdviceLinker} for the advice. An
 * exception of advice is counted and goes nowhere; a module that keeps failing switches itself off.
 */
package io.heddle.agent.weave;
