/**
 * Which tenants keep a label of their own on metrics, so that a page stays bounded however many
 * tenants there are.
 *
 * <p>Tenants are dense indices from 0 here; names are somebody else's business. Depends on the JDK
 * alone. Any thread may ask; nobody who asks about a known tenant waits.
 */
package io.heddle.sampler.labels;
