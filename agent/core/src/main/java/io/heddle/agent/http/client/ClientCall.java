package io.heddle.agent.http.client;

import io.heddle.agent.context.ThreadState;
import io.heddle.agent.operation.Operation;
import java.net.http.HttpRequest;
import java.util.function.BiConsumer;

/**
 * A request that is being sent, and what is to be done with its answer.
 *
 * @param thread the thread that sends it
 * @param outer what the thread was sending already: an executor of the application's may run the
 *     continuation of one request inside the sending of another
 * @param operation the record begun for it
 * @param request the application's request
 * @param host where it goes; empty if the request does not say
 */
record ClientCall(
    ClientCapture capture,
    ThreadState thread,
    Object outer,
    Operation operation,
    HttpRequest request,
    String host)
    implements BiConsumer<Object, Throwable> {
  /** The answer or the failure is there; called once, by whichever thread completes it. */
  @Override
  public void accept(Object response, Throwable failure) {
    capture.answered(this, response, failure);
  }
}
