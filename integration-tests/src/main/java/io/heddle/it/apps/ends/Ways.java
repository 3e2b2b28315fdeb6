package io.heddle.it.apps.ends;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Ways to go on when the request has ended, by name. A request begins each; it goes on when another
 * request says so, and writes to the table {@code <way>_own} what the first request has handed
 * over, and to {@code <way>_late} what was begun later.
 */
final class Ways {
  private static final int GENERATIONS = 3;

  /** Something that goes on behind a gate. */
  private interface Way {
    void begin(Run run) throws Exception;
  }

  /** One way under way: the gate that it waits at, and whether it has done all that it does. */
  final class Run {
    private final String name;
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch done;

    private Run(String name, int parts) {
      this.name = name;
      this.done = new CountDownLatch(parts);
    }

    void pass() {
      try {
        gate.await();
      } catch (InterruptedException end) {
        throw new IllegalStateException(end);
      }
    }

    void own() {
      rows.write(name + "_own");
    }

    void late() {
      rows.write(name + "_late");
    }

    void done() {
      done.countDown();
    }

    String go() throws InterruptedException {
      gate.countDown();
      return Boolean.toString(done.await(20, TimeUnit.SECONDS));
    }
  }

  private final Rows rows;
  private final ExecutorService pool = Executors.newFixedThreadPool(8, Ways::daemon);
  private final ExecutorService cached = Executors.newCachedThreadPool(Ways::daemon);
  private final ScheduledExecutorService scheduler =
      Executors.newScheduledThreadPool(2, Ways::daemon);
  private final ForkJoinPool forkJoin = new ForkJoinPool(4);
  private final ForkJoinPool oneWorker = new ForkJoinPool(1);
  private final Timer timer = new Timer("timer", true);
  private final Map<String, Way> ways = new TreeMap<>();
  private final Map<String, Run> runs = new TreeMap<>();

  Ways(Rows rows) {
    this.rows = rows;
    ways.put("schedule_itself", run -> scheduler.execute(new Scheduled(run)));
    ways.put("execute_itself", run -> pool.execute(new Executed(run)));
    ways.put("execute_cached", this::onCached);
    ways.put("submit_another", run -> pool.submit(() -> submitAnother(run, GENERATIONS)));
    ways.put("futures", this::futures);
    ways.put("common_pool", this::commonPool);
    ways.put("fork_join_execute", run -> forkJoin.execute(() -> forkJoinExecute(run)));
    ways.put("fork", run -> forkJoin.execute(new Forking(run)));
    ways.put("fork_itself", run -> oneWorker.execute(new ForkingItself(run, GENERATIONS)));
    ways.put("parallel", this::parallel);
    ways.put("timer", run -> timer.schedule(timed(run), 1));
    ways.put("timer_periodic", this::timerPeriodic);
    ways.put("periodic", this::periodic);
    ways.put("delay", this::delayed);
    ways.put("report", run -> pool.submit(() -> report(run)));
    ways.put("invoke_all", this::invokeAll);
    if (Runtime.version().feature() >= 21) {
      ways.put("virtual_futures", this::virtualFutures);
      ways.put("virtual", run -> virtual(() -> virtualThread(run)));
    }
    if (Runtime.version().feature() >= 25) {
      ways.put("fork_join_periodic", this::forkJoinPeriodic);
      ways.put("fork_join_delay", this::forkJoinDelay);
    }
  }

  String names() {
    return String.join("\n", ways.keySet());
  }

  String begin(String way) throws Exception {
    rows.make(way + "_own", way + "_late");
    Run run = new Run(way, 1);
    synchronized (runs) {
      runs.put(way, run);
    }
    ways.get(way).begin(run);
    return "begun";
  }

  String go(String way) throws InterruptedException {
    Run run;
    synchronized (runs) {
      run = runs.get(way);
    }
    return run.go();
  }

  private final class Scheduled implements Runnable {
    private final Run run;
    private int generation;

    Scheduled(Run run) {
      this.run = run;
    }

    @Override
    public void run() {
      if (generation == 0) {
        run.pass();
        run.own();
      } else {
        run.late();
      }
      if (++generation > GENERATIONS) {
        run.done();
      } else {
        scheduler.schedule(this, 1, TimeUnit.MILLISECONDS);
      }
    }
  }

  private final class Executed implements Runnable {
    private final Run run;
    private volatile int generation;

    Executed(Run run) {
      this.run = run;
    }

    @Override
    public void run() {
      int now = generation;
      if (now == 0) {
        run.pass();
        run.own();
      } else {
        run.late();
      }
      if (now == GENERATIONS) {
        run.done();
      } else {
        generation = now + 1;
        pool.execute(this);
      }
    }
  }

  private void onCached(Run run) {
    cached.execute(
        () -> {
          run.pass();
          run.own();
          cached.execute(
              () -> {
                run.late();
                run.done();
              });
        });
  }

  private void submitAnother(Run run, int more) {
    if (more == GENERATIONS) {
      run.pass();
      run.own();
    } else {
      run.late();
    }
    if (more == 0) {
      run.done();
    } else {
      pool.submit(() -> submitAnother(run, more - 1));
    }
  }

  /** What was chained while the request was served is its own, what a stage chains is not. */
  private void futures(Run run) {
    CompletableFuture<Void> first = CompletableFuture.runAsync(run::pass, pool);
    first
        .thenRun(run::own)
        .thenRunAsync(run::own, pool)
        .thenCompose(
            nothing -> {
              run.own();
              CompletableFuture<Void> start = new CompletableFuture<>();
              CompletableFuture<Void> end =
                  start
                      .thenRunAsync(run::late, pool)
                      .thenRun(run::late)
                      .thenRunAsync(run::late, forkJoin);
              start.complete(null);
              return end;
            })
        .thenRun(run::own)
        .thenCombine(first.thenApplyAsync(nothing -> "", pool), (nothing, text) -> text)
        .thenRun(run::own)
        .thenRun(run::done);
  }

  private void commonPool(Run run) {
    CompletableFuture.runAsync(
        () -> {
          run.pass();
          run.own();
          CompletableFuture.runAsync(run::late).thenRunAsync(run::late).thenRun(run::done);
        });
  }

  private void forkJoinExecute(Run run) {
    run.pass();
    run.own();
    forkJoin.execute(
        () -> {
          run.late();
          forkJoin.submit(
              () -> {
                run.late();
                run.done();
              });
        });
  }

  /** Parts of one task, which waits for them. */
  private final class Forking extends RecursiveAction {
    private static final long serialVersionUID = 1;

    private final transient Run run;
    private final int more;

    Forking(Run run) {
      this(run, GENERATIONS);
    }

    private Forking(Run run, int more) {
      this.run = run;
      this.more = more;
    }

    @Override
    protected void compute() {
      run.pass();
      run.own();
      if (more > 0) {
        invokeAll(new Forking(run, more - 1), new Forking(run, more - 1));
      }
      if (more == GENERATIONS) {
        run.done();
      }
    }
  }

  /** Waits for nothing that it forks; one worker, so that none begins before it has ended. */
  private final class ForkingItself extends RecursiveAction {
    private static final long serialVersionUID = 1;

    private final transient Run run;
    private final int more;

    ForkingItself(Run run, int more) {
      this.run = run;
      this.more = more;
    }

    @Override
    protected void compute() {
      if (more == GENERATIONS) {
        run.pass();
        run.own();
      } else {
        run.late();
      }
      if (more == 0) {
        run.done();
      } else {
        new ForkingItself(run, more - 1).fork();
      }
    }
  }

  private void parallel(Run run) {
    pool.execute(
        () -> {
          run.pass();
          IntStream.range(0, 16).parallel().forEach(i -> run.own());
          run.done();
        });
  }

  private TimerTask timed(Run run) {
    return new TimerTask() {
      @Override
      public void run() {
        run.pass();
        run.own();
        timer.schedule(
            new TimerTask() {
              @Override
              public void run() {
                run.late();
                run.done();
              }
            },
            1);
      }
    };
  }

  private void timerPeriodic(Run run) {
    timer.schedule(
        new TimerTask() {
          private int times;

          @Override
          public void run() {
            run.late();
            if (++times == GENERATIONS) {
              cancel();
              run.done();
            }
          }
        },
        1,
        1);
  }

  private void periodic(Run run) {
    List<ScheduledFuture<?>> itself = new ArrayList<>();
    CountDownLatch times = new CountDownLatch(GENERATIONS);
    synchronized (itself) {
      itself.add(
          scheduler.scheduleWithFixedDelay(
              () -> repeat(run, itself, times), 0, 1, TimeUnit.MILLISECONDS));
    }
  }

  private static void repeat(Run run, List<ScheduledFuture<?>> itself, CountDownLatch times) {
    run.late();
    times.countDown();
    if (times.getCount() == 0) {
      synchronized (itself) {
        itself.get(0).cancel(false);
      }
      run.done();
    }
  }

  private void forkJoinPeriodic(Run run) {
    List<ScheduledFuture<?>> itself = new ArrayList<>();
    CountDownLatch times = new CountDownLatch(GENERATIONS);
    ScheduledExecutorService scheduling = (ScheduledExecutorService) (Object) forkJoin;
    synchronized (itself) {
      itself.add(
          scheduling.scheduleAtFixedRate(
              () -> repeat(run, itself, times), 0, 1, TimeUnit.MILLISECONDS));
    }
  }

  private void forkJoinDelay(Run run) {
    ScheduledExecutorService scheduling = (ScheduledExecutorService) (Object) forkJoin;
    scheduling.schedule(
        () -> {
          run.pass();
          run.own();
          scheduling.schedule(
              () -> {
                run.late();
                run.done();
              },
              1,
              TimeUnit.MILLISECONDS);
        },
        1,
        TimeUnit.MILLISECONDS);
  }

  /** Handed over while the request is served, to run later. */
  private void delayed(Run run) {
    CountDownLatch both = new CountDownLatch(3);
    Runnable part =
        () -> {
          run.pass();
          run.own();
          both.countDown();
          if (both.getCount() == 0) {
            run.done();
          }
        };
    scheduler.schedule(() -> part.run(), 400, TimeUnit.MILLISECONDS);
    CompletableFuture.runAsync(
        () -> part.run(), CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS, pool));
    CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS, pool).execute(() -> part.run());
  }

  /** Long work with queues and futures of its own; what it hands over is late, itself is not. */
  private void report(Run run) {
    run.pass();
    run.own();
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    ExecutorCompletionService<String> results = new ExecutorCompletionService<>(pool);
    try {
      for (int i = 0; i < GENERATIONS; i++) {
        lines.put("line");
        results.submit(
            () -> {
              run.late();
              lines.put("of another");
              return "";
            });
      }
      for (int i = 0; i < GENERATIONS; i++) {
        results.take().get();
        lines.take();
        lines.take();
        run.own();
      }
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
    run.own();
    run.done();
  }

  /** All of them are handed over while the request is served. */
  private void invokeAll(Run run) throws Exception {
    List<Callable<String>> parts = new ArrayList<>();
    for (int i = 0; i < 2 * GENERATIONS; i++) {
      parts.add(
          () -> {
            run.own();
            return "";
          });
    }
    for (Future<String> part : pool.invokeAll(parts)) {
      part.get();
    }
    run.done();
  }

  private void virtualThread(Run run) {
    run.pass();
    run.own();
    virtual(
        () -> {
          run.late();
          run.done();
        });
  }

  private void virtualFutures(Run run) throws ReflectiveOperationException {
    ExecutorService threads =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    CompletableFuture.runAsync(run::pass, pool)
        .thenRunAsync(run::own, threads)
        .thenRunAsync(run::own, threads)
        .thenRun(
            () ->
                threads.execute(
                    () -> {
                      run.late();
                      run.done();
                    }));
  }

  /** By reflection, because this is compiled for Java 17. */
  static void virtual(Runnable task) {
    try {
      Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
      start.invoke(null, task);
    } catch (ReflectiveOperationException absent) {
      throw new IllegalStateException(absent);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ways");
    thread.setDaemon(true);
    return thread;
  }
}
