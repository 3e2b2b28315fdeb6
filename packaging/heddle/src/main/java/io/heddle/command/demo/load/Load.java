package io.heddle.command.demo.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Drives the order service at a steady rate: tenants by Zipf's law, intents by their share.
 *
 * <p>Each request has its instant, and a slow answer delays only those that find no free thread. At
 * most 10,000 placed orders are remembered to be looked at, shipped and cancelled.
 */
public final class Load implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int ORDERS_REMEMBERED = 10_000;
  private static final int PRODUCTS = 40;
  private static final double EXPONENT = 1.1;
  private static final Pattern ID = Pattern.compile("\"id\":([0-9]+)");
  private static final List<String> CUSTOMERS =
      List.of("Ada", "Grace", "Edsger", "Barbara", "Donald", "Leslie");

  /** An order that was placed, as its tenant knows it. */
  private record PlacedOrder(String tenant, String id) {}

  private final URI service;
  private final List<String> tenants;
  private final Zipf zipf;
  private final double ratePerSecond;
  private final Tally tally = new Tally();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final BlockingQueue<PlacedOrder> orders = new ArrayBlockingQueue<>(ORDERS_REMEMBERED);
  private final AtomicLong ticket = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private final long startNanoTime = System.nanoTime();
  private volatile boolean stopped;

  private Load(URI service, List<String> tenants, double ratePerSecond) {
    this.service = service;
    this.tenants = tenants;
    this.ratePerSecond = ratePerSecond;
    zipf = new Zipf(tenants.size(), EXPONENT);
  }

  /** Starts to send {@code service} so many requests a second with so many threads. */
  public static Load start(URI service, List<String> tenants, double ratePerSecond, int threads) {
    Load load = new Load(service, tenants, ratePerSecond);
    for (int i = 0; i < threads; i++) {
      RandomGenerator random = new SplittableRandom(i);
      Thread thread = new Thread(() -> load.run(random), "load-" + i);
      thread.setDaemon(true);
      load.threads.add(thread);
    }
    load.threads.forEach(Thread::start);
    return load;
  }

  /** What was answered so far. */
  public Tally tally() {
    return tally;
  }

  /** Sends no further request and returns once every one sent was answered. */
  @Override
  public void close() {
    stopped = true;
    boolean interrupted = false;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(RandomGenerator random) {
    while (awaitTurn()) {
      Intent intent = Intent.of(random.nextInt(100));
      PlacedOrder order = intent.needsOrder() ? orders.poll() : null;
      if (intent.needsOrder() && order == null) {
        intent = Intent.LIST;
      }
      String tenant = order == null ? tenants.get(zipf.draw(random)) : order.tenant();
      send(intent, tenant, order, random);
      if (order != null && intent != Intent.CANCEL) {
        orders.offer(order);
      }
    }
  }

  /** Waits for the instant of the next request; false if there is to be none. */
  private boolean awaitTurn() {
    long turn = startNanoTime + (long) (ticket.getAndIncrement() * 1e9 / ratePerSecond);
    while (!stopped) {
      long ahead = turn - System.nanoTime();
      if (ahead <= 0) {
        return true;
      }
      LockSupport.parkNanos(ahead);
    }
    return false;
  }

  private void send(Intent intent, String tenant, PlacedOrder order, RandomGenerator random) {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve(path(intent, order)))
            .timeout(TIMEOUT)
            .header("X-Tenant-ID", tenant)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(intent.method, BodyPublishers.ofString(form(intent, random)))
            .build();
    long began = System.nanoTime();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      tally.answered(intent, tenant, response.statusCode(), (System.nanoTime() - began) / 1_000);
      if (intent == Intent.PLACE) {
        remember(tenant, response.body());
      }
    } catch (IOException e) {
      tally.surprised(intent + " of " + tenant + " was not answered: " + e);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  private void remember(String tenant, String body) {
    Matcher id = ID.matcher(body);
    if (id.find()) {
      orders.offer(new PlacedOrder(tenant, id.group(1)));
    }
  }

  private static String path(Intent intent, PlacedOrder order) {
    if (order != null) {
      return "/orders/" + order.id();
    }
    return intent == Intent.LIST ? "/orders?limit=10" : "/orders";
  }

  private static String form(Intent intent, RandomGenerator random) {
    String customer = "customer=" + CUSTOMERS.get(random.nextInt(CUSTOMERS.size()));
    return switch (intent) {
      case PLACE -> customer + items(random);
      case PLACE_OUT_OF_STOCK -> customer + items(random) + "&item=moon-lamp:1";
      case PLACE_INVALID -> "customer=" + items(random);
      case PLACE_FAILING -> customer + items(random) + "&item=mystery:1";
      case SHIP -> "state=shipped";
      case LIST, SHOW, CANCEL -> "";
    };
  }

  /** One to three different products. */
  private static String items(RandomGenerator random) {
    StringBuilder items = new StringBuilder();
    int first = random.nextInt(PRODUCTS);
    for (int i = 0, count = 1 + random.nextInt(3); i < count; i++) {
      items.append("&item=sku-").append(1 + (first + i * 7) % PRODUCTS);
      items.append(':').append(1 + random.nextInt(5));
    }
    return items.toString();
  }
}
