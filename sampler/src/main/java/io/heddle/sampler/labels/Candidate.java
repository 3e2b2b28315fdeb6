package io.heddle.sampler.labels;

/**
 * A tenant without a label, as the sketch ranks it.
 *
 * @param least the least it can weigh: what it is admitted by
 * @param most the most it can weigh
 */
record Candidate<T>(T tenant, long key, double least, double most) {}
