package io.heddle.agent.concurrent;

import io.heddle.agent.weave.InstrumentationModule;
import io.heddle.agent.weave.MethodHook;
import io.heddle.agent.weave.TypeHook;
import java.util.ArrayList;
import java.util.List;

/**
 * Declares what is woven into the JDK's executors.
 *
 * <p>{@code VirtualThread} itself is left alone: a virtual thread asks for its context when it
 * first needs one, and only its making is hooked.
 */
public final class ExecutorsInstrumentation {
  /** The name by which it is switched off. */
  public static final String NAME = "executors";

  private static final String ADVICE = "io.heddle.agent.concurrent.advice.";
  private static final String POOL = "java.util.concurrent.ThreadPoolExecutor";
  private static final String FUTURE = "java.util.concurrent.CompletableFuture";

  /** The stages of a CompletableFuture: what runs when the stage before is complete. */
  private static final String[] STAGES = {
    "UniApply",
    "UniAccept",
    "UniRun",
    "UniWhenComplete",
    "UniHandle",
    "UniExceptionally",
    "UniComposeExceptionally",
    "UniCompose",
    "OrApply",
    "OrAccept",
    "OrRun",
  };

  /** The stages that wait for two: asked to run when the first is complete, and again later. */
  private static final String[] STAGES_OF_BOTH = {"BiApply", "BiAccept", "BiRun"};

  private ExecutorsInstrumentation() {}

  /** The module. */
  public static InstrumentationModule module() {
    List<TypeHook> types = new ArrayList<>();
    types.add(
        new TypeHook(
            POOL,
            List.of(
                // In this order: what is handed over is the task that the pool will take.
                new MethodHook("execute", "(Ljava/lang/Runnable;)", ADVICE + "ShareTask")
                    .replacing(),
                new MethodHook("execute", "(Ljava/lang/Runnable;)", ADVICE + "HandOver"),
                new MethodHook("getTask", "()", ADVICE + "TakeTask"))));
    types.add(
        new TypeHook(POOL + "$Worker", List.of(new MethodHook("run", "()", ADVICE + "RunWorker"))));
    types.add(
        new TypeHook(
            "java.util.concurrent.ScheduledThreadPoolExecutor",
            List.of(new MethodHook("delayedExecute", "(", ADVICE + "HandOver"))));
    types.add(
        new TypeHook(
            "java.util.concurrent.ForkJoinPool",
            List.of(
                new MethodHook(
                    "externalSubmit", "(Ljava/util/concurrent/ForkJoinTask;)", ADVICE + "HandOver"),
                new MethodHook("poolSubmit", "(Z", ADVICE + "HandOverSecond"),
                // Java 25: the pool schedules, too, and delays for CompletableFuture. Its tasks do
                // not tell whether they are periodic.
                new MethodHook("scheduleAtFixedRate", "(", ADVICE + "HandOverAgain"),
                new MethodHook("scheduleWithFixedDelay", "(", ADVICE + "HandOverAgain"),
                new MethodHook("scheduleDelayedTask", "(", ADVICE + "HandOver"))));
    types.add(
        new TypeHook(
            "java.util.concurrent.ForkJoinTask",
            List.of(
                new MethodHook("fork", "()", ADVICE + "Fork"),
                new MethodHook("doExec", "()", ADVICE + "ExecuteTask"))));
    types.add(
        new TypeHook(
            FUTURE,
            List.of(
                new MethodHook("unipush", "(", ADVICE + "HandOver"),
                new MethodHook("bipush", "(", ADVICE + "HandOverSecond"),
                new MethodHook("orpush", "(", ADVICE + "HandOverSecond"))));
    types.add(
        new TypeHook(
            FUTURE + "$TaskSubmitter", List.of(new MethodHook("run", "()", ADVICE + "HandOn"))));
    // An asynchronous stage whose turn it is hands itself to its executor.
    types.add(
        new TypeHook(
            FUTURE + "$UniCompletion", List.of(new MethodHook("claim", "()", ADVICE + "HandOn"))));
    // With a common pool of one thread, JDKs before 25 run each task on a thread of its own.
    types.add(
        new TypeHook(
            FUTURE + "$ThreadPerTaskExecutor",
            List.of(new MethodHook("execute", "(Ljava/lang/Runnable;)", ADVICE + "HandOver"))));
    for (String task : new String[] {"AsyncSupply", "AsyncRun"}) {
      types.add(
          new TypeHook(
              FUTURE + "$" + task, List.of(new MethodHook("run", "()", ADVICE + "RunTask"))));
    }
    for (String stage : STAGES) {
      types.add(
          new TypeHook(
              FUTURE + "$" + stage, List.of(new MethodHook("tryFire", "(I)", ADVICE + "RunTask"))));
    }
    for (String stage : STAGES_OF_BOTH) {
      types.add(
          new TypeHook(
              FUTURE + "$" + stage,
              List.of(new MethodHook("tryFire", "(I)", ADVICE + "RunStageOfBoth"))));
    }
    // Where the common pool would have one thread, CompletableFuture starts a thread a task.
    types.add(
        new TypeHook(
            FUTURE + "$ThreadPerTaskExecutor",
            List.of(
                new MethodHook("execute", "(Ljava/lang/Runnable;)", ADVICE + "CarryTask")
                    .replacing())));
    types.add(
        new TypeHook(
            "java.lang.ThreadBuilders",
            List.of(
                new MethodHook("newVirtualThread", "(", ")Ljava/lang/Thread;", ADVICE + "Make"))));
    types.add(
        new TypeHook(
            "java.util.Timer", List.of(new MethodHook("sched", "(", ADVICE + "HandOverTimed"))));
    types.add(
        new TypeHook(
            "java.util.TaskQueue",
            List.of(
                new MethodHook("removeMin", "()", ADVICE + "TakeFirst"),
                new MethodHook("rescheduleMin", "(J)", ADVICE + "TakeAgain"),
                new MethodHook("isEmpty", "()", ADVICE + "Rest"))));
    return new InstrumentationModule(NAME, types);
  }
}
