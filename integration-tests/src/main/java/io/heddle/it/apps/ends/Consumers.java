package io.heddle.it.apps.ends;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Queues with a consumer each, made by the first request that needs them. A request puts its work
 * there and waits until it is done, in the table {@code <queue>_<tenant>}.
 */
final class Consumers {
  /** Work that a request has put into a queue. */
  private record Job(String table, CountDownLatch done) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }

  private final Rows rows;
  private final ExecutorService pool = Executors.newCachedThreadPool(Consumers::daemon);
  private final ForkJoinPool forkJoin = new ForkJoinPool(4);
  private final Map<String, Supplier<Queue<Job>>> kinds = new TreeMap<>();
  private final Map<String, Queue<Job>> queues = new TreeMap<>();

  Consumers(Rows rows) {
    this.rows = rows;
    kinds.put("linked", () -> taking(new LinkedBlockingQueue<>()));
    kinds.put("array", () -> taking(new ArrayBlockingQueue<>(10)));
    kinds.put("deque", () -> taking(new LinkedBlockingDeque<>()));
    kinds.put("priority", () -> taking(new PriorityBlockingQueue<>()));
    kinds.put("transfer", () -> taking(new LinkedTransferQueue<>()));
    kinds.put("synchronous", () -> taking(new SynchronousQueue<>()));
    kinds.put("delay", Consumers.this::delay);
    kinds.put("polled", () -> polling(new LinkedBlockingQueue<>()));
    kinds.put("drained", () -> draining(new LinkedBlockingQueue<>()));
    kinds.put("concurrent", () -> spinning(new ConcurrentLinkedQueue<>()));
    kinds.put("concurrent_deque", () -> spinning(new ConcurrentLinkedDeque<>()));
    kinds.put("fork_join", this::onForkJoin);
    if (Runtime.version().feature() >= 21) {
      kinds.put("virtual", this::onVirtualThread);
    }
  }

  String names() {
    return String.join("\n", kinds.keySet());
  }

  String work(String kind, String tenant) throws InterruptedException {
    String table = kind + "_" + tenant;
    rows.make(table);
    Job job = new Job(table, new CountDownLatch(1));
    Queue<Job> queue = queue(kind);
    if (queue instanceof BlockingQueue<Job> blocking) {
      blocking.put(job);
    } else {
      queue.add(job);
    }
    return Boolean.toString(job.done.await(20, TimeUnit.SECONDS));
  }

  private synchronized Queue<Job> queue(String kind) {
    return queues.computeIfAbsent(kind, name -> kinds.get(name).get());
  }

  private BlockingQueue<Job> taking(BlockingQueue<Job> queue) {
    pool.execute(() -> consume(queue));
    return queue;
  }

  @SuppressWarnings("unchecked") // a queue of what can be delayed takes jobs
  private BlockingQueue<Job> delay() {
    return taking((BlockingQueue<Job>) (BlockingQueue<?>) new DelayQueue<Job>());
  }

  private BlockingQueue<Job> onForkJoin() {
    BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    forkJoin.execute(() -> consume(queue));
    return queue;
  }

  private BlockingQueue<Job> onVirtualThread() {
    BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    Ways.virtual(() -> consume(queue));
    return queue;
  }

  private void consume(BlockingQueue<Job> queue) {
    try {
      while (true) {
        work(queue.take());
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private BlockingQueue<Job> polling(BlockingQueue<Job> queue) {
    pool.execute(
        () -> {
          try {
            while (true) {
              Job job = queue.poll(50, TimeUnit.MILLISECONDS);
              if (job != null) {
                work(job);
              }
            }
          } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
          }
        });
    return queue;
  }

  private Queue<Job> spinning(Queue<Job> queue) {
    pool.execute(
        () -> {
          while (!Thread.interrupted()) {
            Job job = queue.poll();
            if (job != null) {
              work(job);
            }
            Thread.yield();
          }
        });
    return queue;
  }

  private BlockingQueue<Job> draining(BlockingQueue<Job> queue) {
    pool.execute(
        () -> {
          while (!Thread.interrupted()) {
            List<Job> jobs = new ArrayList<>();
            queue.drainTo(jobs);
            jobs.forEach(this::work);
            Thread.yield();
          }
        });
    return queue;
  }

  private void work(Job job) {
    rows.write(job.table);
    job.done.countDown();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "consumer");
    thread.setDaemon(true);
    return thread;
  }
}
