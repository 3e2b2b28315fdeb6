/**
 * Requests of many tenants, made up from a seed: who asks next, by simulated time. Nothing is kept
 * but tables as long as the tenants are many, so that twenty million requests need no memory.
 */
package io.heddle.it.bench.labels.traffic;
