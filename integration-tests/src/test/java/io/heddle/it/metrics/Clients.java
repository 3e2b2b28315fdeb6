package io.heddle.it.metrics;

import io.heddle.it.harness.Application;
import io.heddle.it.harness.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Two clients that ask without pause for many tenants, so that requests are counted while pages are
 * written. Four of five requests are of the few tenants that are heavy at that time.
 */
final class Clients {
  static final int TENANTS = 60;
  static final int HEAVY = 4;

  private static final int CLIENTS = 2;

  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final List<Future<Integer>> requests = new ArrayList<>();
  private volatile int firstHeavy;
  private volatile boolean isOver;

  private Clients() {}

  static Clients of(Application application) {
    Clients clients = new Clients();
    for (int client = 0; client < CLIENTS; client++) {
      SplittableRandom random = new SplittableRandom(client);
      clients.requests.add(clients.threads.submit(() -> clients.ask(application, random)));
    }
    return clients;
  }

  /** From now on these are the heavy ones: the next {@link #HEAVY} from that number. */
  void prefer(int firstTenant) {
    firstHeavy = firstTenant;
  }

  /** Ends them, and answers how many requests they made and had answered. */
  int join() throws ExecutionException, InterruptedException {
    isOver = true;
    int sum = 0;
    for (Future<Integer> client : requests) {
      sum += client.get();
    }
    threads.shutdown();
    return sum;
  }

  static String tenant(int number) {
    return "tenant-" + number;
  }

  private int ask(Application application, SplittableRandom random) {
    int count = 0;
    while (!isOver) {
      boolean isHeavy = random.nextInt(5) > 0;
      int tenant = isHeavy ? firstHeavy + random.nextInt(HEAVY) : random.nextInt(TENANTS);
      application.send(Call.of("GET", "/hello").tenant(tenant(tenant)));
      count++;
    }
    return count;
  }
}
