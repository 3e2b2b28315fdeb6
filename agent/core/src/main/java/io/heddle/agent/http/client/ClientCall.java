package io.heddle.agent.http.client;

import io.heddle.agent.context.ThreadState;
import io.heddle.agent.operation.Operation;

/**
 * A request that is being sent.
 *
 * @param thread the thread that sends it
 * @param operation the record begun for it
 * @param host where it goes; empty if the request does not say
 */
record ClientCall(ThreadState thread, Operation operation, String host) {}
