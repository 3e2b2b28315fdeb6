/**
 * How others, and Heddle, keep the label {@code tenant} bounded: each is fed requests and shows its
 * page as a scraper would read it.
 */
package io.heddle.it.bench.labels.peers;
