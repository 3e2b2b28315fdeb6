/**
 * Hand-overs of work: a task runs with the context of whoever handed it over, and leaves none
 * behind on the thread that ran it.
 *
 * <p>Tasks are not wrapped but remembered by identity, so queues, rejection handlers and {@code
 * remove} see the application's own objects; the exception, and why, is {@link
 * io.heddle.agent.concurrent.HandOvers#shared}.
 */
package io.heddle.agent.concurrent;
