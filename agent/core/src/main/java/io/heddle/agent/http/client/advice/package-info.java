/** Advice of the {@code java.net.http} instrumentation. */
package io.heddle.agent.http.client.advice;
