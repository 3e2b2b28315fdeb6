/**
 * How crowded the process is: the number of distinct tenants it has met lately, and which of three
 * tiers that is.
 *
 * <p>Tenants are seeded 64-bit hashes here. Depends on the JDK alone. Any thread observes and asks;
 * nobody waits.
 */
package io.heddle.sampler.tiers;
