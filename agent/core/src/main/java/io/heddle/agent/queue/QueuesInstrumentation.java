package io.heddle.agent.queue;

import io.heddle.agent.weave.InstrumentationModule;
import io.heddle.agent.weave.MethodHook;
import io.heddle.agent.weave.TypeHook;
import java.util.ArrayList;
import java.util.List;

/**
 * Declares what is woven into the JDK's concurrent queues. Some methods call another one that is
 * woven as well, which says the same twice.
 */
public final class QueuesInstrumentation {
  /** The name by which it is switched off. */
  public static final String NAME = "queues";

  private static final String ADVICE = "io.heddle.agent.queue.advice.";
  private static final String PACKAGE = "java.util.concurrent.";
  private static final String[] QUEUES = {
    "LinkedBlockingQueue",
    "ArrayBlockingQueue",
    "PriorityBlockingQueue",
    "DelayQueue",
    "SynchronousQueue",
    "LinkedTransferQueue",
    "ConcurrentLinkedQueue",
  };
  private static final String[] DEQUES = {"LinkedBlockingDeque", "ConcurrentLinkedDeque"};
  private static final String[] ENDS = {"First", "Last"};

  private QueuesInstrumentation() {}

  /** The module. */
  public static InstrumentationModule module() {
    List<TypeHook> types = new ArrayList<>();
    for (String queue : QUEUES) {
      List<MethodHook> methods = new ArrayList<>();
      give(methods, "offer");
      give(methods, "put");
      give(methods, "transfer");
      give(methods, "tryTransfer");
      take(methods, "take");
      take(methods, "poll");
      drain(methods);
      types.add(new TypeHook(PACKAGE + queue, methods));
    }
    for (String deque : DEQUES) {
      List<MethodHook> methods = new ArrayList<>();
      for (String end : ENDS) {
        give(methods, "add" + end);
        give(methods, "offer" + end);
        give(methods, "put" + end);
        take(methods, "take" + end);
        take(methods, "poll" + end);
      }
      drain(methods);
      types.add(new TypeHook(PACKAGE + deque, methods));
    }
    return new InstrumentationModule(NAME, types);
  }

  private static void give(List<MethodHook> methods, String name) {
    methods.add(new MethodHook(name, "(L", ADVICE + "Give"));
  }

  private static void take(List<MethodHook> methods, String name) {
    methods.add(new MethodHook(name, "(", ADVICE + "Take"));
  }

  private static void drain(List<MethodHook> methods) {
    methods.add(new MethodHook("drainTo", "(Ljava/util/Collection;", ADVICE + "Drain"));
  }
}
