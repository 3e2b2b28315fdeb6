/**
 * Queues of {@code java.util.concurrent}: a task that takes work which other requests have put
 * there is a worker, and not its own request's any more.
 *
 * <p>Knows {@code context} alone. Any thread; no lock.
 */
package io.heddle.agent.queue;
