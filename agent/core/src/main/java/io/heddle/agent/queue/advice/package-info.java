/** Advice of the queues instrumentation. */
package io.heddle.agent.queue.advice;
