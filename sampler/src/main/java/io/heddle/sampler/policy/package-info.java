/**
 * What an operator decides while the application runs: one immutable {@link
 * io.heddle.sampler.policy.Policy}, and the one reference through which everybody reads it.
 *
 * <p>Depends on the neighbours whose rules it carries, labels, tiers and traces, and on the JDK.
 * Any thread reads; nobody waits, and nobody sees half a policy.
 */
package io.heddle.sampler.policy;
