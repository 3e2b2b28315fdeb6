/**
 * The trace sampler for programs that have an OpenTelemetry SDK of their own and no agent.
 *
 * <p>The only package here that needs anything but the JDK: opentelemetry-sdk-trace, which who uses
 * it has. Any thread.
 */
package io.heddle.sampler.opentelemetry;
