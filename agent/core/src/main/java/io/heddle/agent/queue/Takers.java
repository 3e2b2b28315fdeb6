package io.heddle.agent.queue;

import java.util.function.Consumer;

/**
 * Tells whose code takes from a queue. The JDK and HikariCP use queues for what is not work: parts
 * of an answer's body, connections that are given from one thread to the next.
 */
final class Takers {
  private static final String[] LIBRARIES = {"java.", "jdk.", "sun.", "com.zaxxer.hikari."};
  private static final String CONCURRENT = "java.util.concurrent.";
  private static final StackWalker WALKER = StackWalker.getInstance();

  private Takers() {}

  /** Whether the running thread takes for a library. Walks the stack: some microseconds. */
  static boolean isLibrary() {
    Caller caller = new Caller();
    WALKER.forEach(caller);
    return isOfLibrary(caller.className);
  }

  /** The class of the first frame that neither is ours nor passes elements on as they are. */
  private static final class Caller implements Consumer<StackWalker.StackFrame> {
    private String className = "";

    @Override
    public void accept(StackWalker.StackFrame frame) {
      if (className.isEmpty() && !isOurs(frame.getClassName()) && !isQueue(frame.getClassName())) {
        className = frame.getClassName();
      }
    }
  }

  private static boolean isOurs(String className) {
    return className.startsWith("io.heddle.agent.")
        || className.startsWith("io.heddle.bootstrap.")
        || className.startsWith("java.lang.invoke.");
  }

  /** A pool that takes its tasks is none: it takes for itself. */
  private static boolean isQueue(String className) {
    return className.startsWith(CONCURRENT)
        && (className.contains("Queue")
            || className.contains("Deque")
            || className.endsWith("ExecutorCompletionService"));
  }

  private static boolean isOfLibrary(String className) {
    for (String library : LIBRARIES) {
      if (className.startsWith(library)) {
        return true;
      }
    }
    return false;
  }
}
