package io.heddle.agent.jdbc.transaction;

import io.heddle.sampler.policy.Guarantee;

/**
 * That a transaction is about to commit.
 *
 * @param transaction its number in this run
 * @param toOrdinal behind its last write
 * @param mark what {@link OutcomeSink#mark} said before its first promised write was recorded
 * @param promised the most that any of its writes is promised
 */
public record Intent(long transaction, int toOrdinal, long mark, Guarantee promised) {}
