package io.heddle.orders;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Talks to the inventory service over HTTP. Any thread. */
final class InventoryClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI inventory;

  InventoryClient(URI inventory) {
    this.inventory = inventory;
  }

  /**
   * Reserves the stock for an order and waits for the answer.
   *
   * @throws OutOfStockException if there is not enough; nothing is reserved then
   * @throws IllegalStateException if the inventory service failed
   */
  void reserve(long order, List<Order.Line> lines) {
    String form =
        lines.stream()
            .map(line -> "item=" + line.sku() + ":" + line.quantity())
            .collect(Collectors.joining("&", "order=" + order + "&", ""));
    HttpRequest request =
        HttpRequest.newBuilder(inventory.resolve("/reservations"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      switch (response.statusCode()) {
        case 201 -> {}
        case 409 -> throw new OutOfStockException(response.body());
        default ->
            throw new IllegalStateException("the inventory answered " + response.statusCode());
      }
    } catch (IOException e) {
      throw new IllegalStateException("the inventory cannot be reached: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the inventory was asked", e);
    }
  }

  /** Gives back what was reserved for an order; completes with the status of the answer. */
  CompletableFuture<Integer> release(long order) {
    HttpRequest request =
        HttpRequest.newBuilder(inventory.resolve("/reservations/" + order))
            .timeout(TIMEOUT)
            .DELETE()
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }
}
