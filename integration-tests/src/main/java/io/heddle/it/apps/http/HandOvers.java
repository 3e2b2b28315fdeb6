package io.heddle.it.apps.http;

import java.lang.reflect.Method;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ways to give work to another thread, by name; each answers with what the mirror was told. */
final class HandOvers {
  private static final BlockingQueue<String> ANSWERS = new LinkedBlockingQueue<>();
  private static volatile Mirror shared;

  private final Mirror mirror;
  private final ExecutorService pool = Executors.newFixedThreadPool(2, HandOvers::daemon);
  private final ScheduledExecutorService scheduler =
      Executors.newScheduledThreadPool(1, HandOvers::daemon);
  private final ForkJoinPool forkJoin = new ForkJoinPool(2);
  private final Timer timer = new Timer("timer", true);
  private final BlockingQueue<Runnable> background = new LinkedBlockingQueue<>();
  private final Map<String, Callable<String>> ways = new TreeMap<>();

  HandOvers(Mirror mirror) {
    this.mirror = mirror;
    shared = mirror;
    daemon(this::workInTheBackground).start();
    ways.put("direct", mirror::ask);
    ways.put("submit", () -> pool.submit(mirror::ask).get());
    ways.put(
        "invokeAll", () -> pool.invokeAll(List.<Callable<String>>of(mirror::ask)).get(0).get());
    ways.put("execute", this::executed);
    ways.put("sharedLambda", this::sharedLambda);
    ways.put("schedule", () -> scheduler.schedule(mirror::ask, 1, TimeUnit.MILLISECONDS).get());
    ways.put("timer", this::timed);
    ways.put("supplyAsync", () -> CompletableFuture.supplyAsync(mirror::ask).get());
    ways.put("supplyAsyncOnPool", () -> CompletableFuture.supplyAsync(mirror::ask, pool).get());
    ways.put("thenApply", () -> completedByNobody().thenApply(nothing -> mirror.ask()).get());
    ways.put(
        "thenApplyAsync", () -> completedByNobody().thenApplyAsync(nothing -> mirror.ask()).get());
    ways.put(
        "thenComposeOnPool",
        () ->
            completedByNobody()
                .thenComposeAsync(
                    nothing -> CompletableFuture.supplyAsync(mirror::ask, forkJoin), pool)
                .get());
    ways.put(
        "thenCombine",
        () ->
            completedByNobody()
                .thenCombine(completedByNobody(), (one, other) -> mirror.ask())
                .get());
    ways.put(
        "allOf",
        () ->
            CompletableFuture.allOf(completedByNobody(), completedByNobody())
                .thenApply(nothing -> mirror.ask())
                .get());
    ways.put(
        "timeout",
        () ->
            new CompletableFuture<String>()
                .orTimeout(1, TimeUnit.MILLISECONDS)
                .exceptionally(late -> mirror.ask())
                .get());
    ways.put(
        "delayedExecutor",
        () ->
            CompletableFuture.supplyAsync(
                    mirror::ask, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS))
                .get());
    ways.put("fork", () -> forkJoin.invoke(new Forking(2)));
    ways.put("forkJoinSubmit", () -> forkJoin.submit(mirror::ask).get());
    ways.put("parallelStream", this::parallel);
    ways.put("clientContinuation", this::clientContinuation);
    if (Runtime.version().feature() >= 21) {
      ways.put("virtualThread", this::virtualThread);
      ways.put("virtualExecutor", this::virtualExecutor);
    }
    ways.put("periodic", this::periodic);
    ways.put("taskOfNobody", this::taskOfNobody);
  }

  Map<String, Callable<String>> ways() {
    return ways;
  }

  private String executed() throws Exception {
    CompletableFuture<String> result = new CompletableFuture<>();
    pool.execute(() -> result.complete(mirror.ask()));
    return result.get();
  }

  /** Captures nothing, so it is one object for all requests. */
  private String sharedLambda() throws Exception {
    pool.execute(() -> ANSWERS.add(shared.ask()));
    return ANSWERS.take();
  }

  private String timed() throws Exception {
    CompletableFuture<String> result = new CompletableFuture<>();
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            result.complete(mirror.ask());
          }
        },
        1);
    return result.get();
  }

  private String parallel() {
    return IntStream.range(0, 8)
        .parallel()
        .mapToObj(i -> mirror.ask().replaceAll("-[0-9a-f]{16}-", "-span-"))
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  private String clientContinuation() throws Exception {
    return mirror
        .askLater(HttpRequest.newBuilder(mirror.at("127.0.0.1", "/")).build())
        .thenApply(answer -> mirror.askLater(HttpRequest.newBuilder(answer.uri()).build()))
        .get()
        .get()
        .body();
  }

  private String virtualThread() throws Exception {
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    CompletableFuture<String> result = new CompletableFuture<>();
    Runnable task = () -> result.complete(mirror.ask());
    start.invoke(null, task);
    return result.get();
  }

  private String virtualExecutor() throws Exception {
    ExecutorService executor =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    try {
      return executor.submit(mirror::ask).get();
    } finally {
      executor.shutdown();
    }
  }

  /** Goes on when the request has long ended, so it is nobody's. */
  private String periodic() throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    ScheduledFuture<?> task =
        scheduler.scheduleAtFixedRate(() -> answers.add(mirror.ask()), 0, 1, TimeUnit.MILLISECONDS);
    answers.take();
    String second = answers.take();
    task.cancel(false);
    return second;
  }

  /** What a thread without a request submits, to the pool that has served requests before. */
  private String taskOfNobody() throws Exception {
    CompletableFuture<String> result = new CompletableFuture<>();
    background.add(() -> pool.execute(() -> result.complete(mirror.ask())));
    return result.get();
  }

  /** Completed by a thread that works for nobody, once somebody may have added to it. */
  private CompletableFuture<String> completedByNobody() {
    CompletableFuture<String> future = new CompletableFuture<>();
    background.add(
        () -> {
          while (future.getNumberOfDependents() == 0) {
            Thread.onSpinWait();
          }
          future.complete("");
        });
    return future;
  }

  private void workInTheBackground() {
    try {
      while (true) {
        background.take().run();
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "hand-over");
    thread.setDaemon(true);
    return thread;
  }

  /** Forks itself a few times; the last one asks. */
  private final class Forking extends RecursiveTask<String> {
    private static final long serialVersionUID = 1;

    private final int more;

    Forking(int more) {
      this.more = more;
    }

    @Override
    protected String compute() {
      return more == 0 ? mirror.ask() : new Forking(more - 1).fork().join();
    }
  }
}
