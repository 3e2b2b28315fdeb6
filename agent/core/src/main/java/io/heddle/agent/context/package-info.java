/**
 * What a thread carries while it works for a request: the tenant and the trace.
 *
 * <p>A {@link TenantContext} is immutable and may cross threads; {@link ThreadState} belongs to one
 * thread. Whoever attaches a context restores the one before, on every path.
 */
package io.heddle.agent.context;
