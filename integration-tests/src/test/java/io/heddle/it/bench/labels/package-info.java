/**
 * Heddle's labels beside those of others on the same requests: who is seen, what is lost, what it
 * takes. Started by {@code integration-tests/bench/labels}.
 */
package io.heddle.it.bench.labels;
