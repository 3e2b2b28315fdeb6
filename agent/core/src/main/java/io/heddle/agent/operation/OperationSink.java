package io.heddle.agent.operation;

/** One way of seeing finished operations. */
public interface OperationSink {
  /**
   * Takes an operation that has ended, on the thread that ran it. Must not block, throw or change
   * the operation.
   */
  void accept(Operation operation);
}
