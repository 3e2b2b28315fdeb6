/**
 * The one thing that woven code records: an {@link Operation}, from its start on an application
 * thread to the {@link OperationSink} that shows it three ways, as a span, as series and as an
 * audit snapshot.
 *
 * <p>An operation belongs to its thread until it has ended and never changes after.
 */
package io.heddle.agent.operation;
