/**
 * What is shown of a tenant that has a label, beside its counters: how long, and where it failed.
 */
package io.heddle.sampler.series;
