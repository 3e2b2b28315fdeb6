/**
 * Which traces are kept: a budget shared fairly among tenants ({@link
 * io.heddle.sampler.traces.TenantTraceSampler}), or what the operator's standard variables say
 * ({@link io.heddle.sampler.traces.TraceSampler}); and how the probability travels in {@code
 * tracestate}.
 *
 * <p>Tenants are dense indices from 0. Depends on the JDK and on the tiers beside it; any thread
 * may ask, nobody waits, and decisions allocate nothing.
 */
package io.heddle.sampler.traces;
