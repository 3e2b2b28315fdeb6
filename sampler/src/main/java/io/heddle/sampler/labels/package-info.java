/**
 * The label governor: which tenants have a label of their own on metrics, so that a page stays
 * bounded however many tenants there are, and shows those that matter.
 *
 * <p>{@link io.heddle.sampler.labels.TenantCounters} is the whole of it for whoever counts; behind
 * it, exact counters for those who have a label, and a sketch that ranks those who have none. Knows
 * {@code counters} and {@code tiers}, and depends on the JDK alone. Any thread counts, and none
 * waits; labels change when a page is written, and at no other time.
 */
package io.heddle.sampler.labels;
