/** Advice of the executors instrumentation. */
package io.heddle.agent.concurrent.advice;
