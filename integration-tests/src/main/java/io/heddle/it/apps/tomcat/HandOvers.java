package io.heddle.it.apps.tomcat;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ways to give work to another thread; each waits for its result. */
final class HandOvers {
  /** One thread each, so that it serves every tenant in turn. */
  private final ExecutorService pool = Executors.newFixedThreadPool(1, HandOvers::daemon);

  private final ScheduledExecutorService scheduler =
      Executors.newScheduledThreadPool(1, HandOvers::daemon);

  String submitted(Callable<String> work) throws Exception {
    return pool.submit(work).get();
  }

  String executed(Callable<String> work) throws Exception {
    CompletableFuture<String> result = new CompletableFuture<>();
    pool.execute(() -> result.complete(unchecked(work)));
    return result.get();
  }

  String supplied(Callable<String> work) throws Exception {
    return CompletableFuture.supplyAsync(() -> unchecked(work)).get();
  }

  /** The work is a later stage, run by whoever completes the one before. */
  String chained(Callable<String> work) throws Exception {
    return CompletableFuture.supplyAsync(() -> "", pool)
        .thenApplyAsync(nothing -> unchecked(work))
        .get();
  }

  String scheduled(Callable<String> work) throws Exception {
    return scheduler.schedule(work, 1, TimeUnit.MILLISECONDS).get();
  }

  /** On a virtual thread of its own where the JVM has them, else on a platform thread. */
  String virtual(Callable<String> work) throws Exception {
    ExecutorService perTask = virtualThreads();
    try {
      return perTask.submit(work).get();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } finally {
      perTask.shutdown();
    }
  }

  ExecutorService pool() {
    return pool;
  }

  /** By reflection, because this is compiled for Java 17. */
  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException beforeJava21) {
      return Executors.newSingleThreadExecutor(HandOvers::daemon);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static String unchecked(Callable<String> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "hand-over");
    thread.setDaemon(true);
    return thread;
  }
}
