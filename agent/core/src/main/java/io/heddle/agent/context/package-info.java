/**
 * What a thread carries while it works for a request: the tenant and the trace.
 *
 * <p>A {@link TenantContext} may cross threads; {@link ThreadState} belongs to one thread. Code
 * that attaches a context restores the one before, on every path. A context ends with its request;
 * {@link ContextEnds} says what becomes of work that goes on.
 */
package io.heddle.agent.context;
