package io.heddle.orders;

import jakarta.servlet.http.HttpServlet;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The order service: what happens when an order is placed, changed or cancelled. */
final class Orders implements Application {
  private static final int WORKERS = 4;
  private static final int QUEUED = 1_000;

  private final Database database;
  private final OrderStore store;
  private final InventoryClient inventory;

  /** Beyond its queue, work is done by the thread that asks for it. */
  private final ExecutorService workers =
      new ThreadPoolExecutor(
          WORKERS,
          WORKERS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUED),
          new ThreadPoolExecutor.CallerRunsPolicy());

  Orders(String file, URI inventoryAddress) {
    database = Database.open(file, OrderStore.SCHEMA);
    store = new OrderStore(database);
    inventory = new InventoryClient(inventoryAddress);
  }

  @Override
  public Map<String, HttpServlet> servlets() {
    return Map.of("/orders/*", new OrderServlet(this));
  }

  /**
   * Prices the lines side by side, stores the order, and confirms it in the background.
   *
   * @throws OutOfStockException if there is not enough of an item; nothing is stored then
   */
  Order place(String tenant, Order.Request request) {
    List<CompletableFuture<BigDecimal>> prices =
        request.lines().stream()
            .map(line -> CompletableFuture.supplyAsync(() -> price(line), workers))
            .toList();
    Order order = store.place(tenant, request, sum(prices), inventory);
    workers.execute(() -> store.confirm(order));
    return order;
  }

  private static BigDecimal sum(List<CompletableFuture<BigDecimal>> prices) {
    try {
      return prices.stream().map(CompletableFuture::join).reduce(BigDecimal.ZERO, BigDecimal::add);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private BigDecimal price(Order.Line line) {
    return store.price(line.sku()).multiply(BigDecimal.valueOf(line.quantity()));
  }

  List<Order> newest(String tenant, int limit) {
    return store.newest(tenant, limit);
  }

  Optional<Order> find(String tenant, long id) {
    return store.find(tenant, id);
  }

  /** Whether there was such an order. */
  boolean move(String tenant, long id, String state) {
    return store.move(tenant, id, state);
  }

  /** Deletes an order and gives its stock back; false if there was no such order. */
  boolean cancel(String tenant, long id) {
    return store.delete(tenant, id)
        && inventory.release(id).thenApply(status -> status < 300).join();
  }

  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
        System.err.println("order-service: gave up on unfinished confirmations");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    database.close();
  }
}
