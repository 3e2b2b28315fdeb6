package io.heddle.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderServiceTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path directory;
  private Inventory inventory;
  private WebServer inventoryServer;
  private Orders orders;
  private WebServer orderServer;

  @BeforeEach
  void start() throws Exception {
    inventory = new Inventory(directory.resolve("inventory").toString());
    inventoryServer = WebServer.start(0, inventory);
    orders =
        new Orders(
            directory.resolve("orders").toString(),
            URI.create("http://127.0.0.1:" + inventoryServer.port()));
    orderServer = WebServer.start(0, orders);
  }

  @AfterEach
  void stop() {
    orderServer.close();
    orders.close();
    inventoryServer.close();
    inventory.close();
  }

  @Test
  void placesShowsMovesAndCancelsAnOrder() throws Exception {
    HttpResponse<String> placed = send("acme", "POST", "/orders", "customer=Ada&item=sku-1:2");
    assertThat(placed.statusCode()).isEqualTo(201);
    assertThat(placed.body())
        .isEqualTo("{\"id\":1,\"customer\":\"Ada\",\"state\":\"placed\",\"total\":84.00}");

    assertThat(send("acme", "PUT", "/orders/1", "state=shipped").statusCode()).isEqualTo(204);
    assertThat(send("acme", "GET", "/orders/1", "").body()).contains("\"state\":\"shipped\"");
    assertThat(send("acme", "GET", "/orders?limit=5", "").body()).startsWith("[{\"id\":1,");

    assertThat(send("acme", "DELETE", "/orders/1", "").statusCode()).isEqualTo(204);
    assertThat(send("acme", "GET", "/orders/1", "").statusCode()).isEqualTo(404);
    assertThat(send("acme", "DELETE", "/orders/1", "").statusCode()).isEqualTo(404);
  }

  @Test
  void showsNobodyTheOrdersOfAnotherTenant() throws Exception {
    send("acme", "POST", "/orders", "customer=Ada&item=sku-1:2");

    assertThat(send("globex", "GET", "/orders/1", "").statusCode()).isEqualTo(404);
    assertThat(send("globex", "GET", "/orders", "").body()).isEqualTo("[]");
    assertThat(send("globex", "PUT", "/orders/1", "state=stolen").statusCode()).isEqualTo(404);
    assertThat(send("globex", "DELETE", "/orders/1", "").statusCode()).isEqualTo(404);
  }

  @Test
  void storesNothingOfAnOrderThatIsOutOfStock() throws Exception {
    String form = "customer=Ada&item=sku-1:1&item=moon-lamp:1";
    assertThat(send("acme", "POST", "/orders", form).statusCode()).isEqualTo(409);

    assertThat(send("acme", "GET", "/orders", "").body()).isEqualTo("[]");
  }

  @Test
  void refusesWhatMakesNoSense() throws Exception {
    assertThat(send("acme", "POST", "/orders", "customer=Ada").statusCode()).isEqualTo(400);
    assertThat(send("acme", "POST", "/orders", "customer=&item=sku-1:1").statusCode())
        .isEqualTo(400);
    assertThat(send("acme", "POST", "/orders", "customer=Ada&item=sku-1:0").statusCode())
        .isEqualTo(400);
    assertThat(send("acme", "POST", "/orders", "customer=Ada&item=no-such:1").statusCode())
        .isEqualTo(400);
    assertThat(send("acme", "GET", "/orders/abc", "").statusCode()).isEqualTo(400);
    assertThat(send(" ", "GET", "/orders", "").statusCode()).isEqualTo(400);
    assertThat(send("acme", "PATCH", "/orders/1", "").statusCode()).isEqualTo(405);
  }

  @Test
  void throwsWhenAProductHasNoPrice() throws Exception {
    assertThat(send("acme", "POST", "/orders", "customer=Ada&item=mystery:1").statusCode())
        .isEqualTo(500);
  }

  @Test
  void countsItsRowsByTenantOnceClosed() throws Exception {
    send("acme", "POST", "/orders", "customer=Ada&item=sku-1:2");
    send("acme", "POST", "/orders", "customer=Bob&item=sku-2:2&item=sku-3:1");
    send("globex", "POST", "/orders", "customer=Eve&item=sku-2:2");
    orderServer.close();
    orders.close();

    assertThat(count("orders")).startsWith("orders\tacme\t2\norders\tglobex\t1\n");
    assertThat(count("orders")).endsWith("confirmations\tacme\t2\nconfirmations\tglobex\t1\n");

    start();
  }

  private String count(String database) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RowCount.print(
        directory.resolve(database).toString(),
        new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  private HttpResponse<String> send(String tenant, String method, String path, String form)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + orderServer.port() + path))
            .header("X-Tenant-ID", tenant)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(method, HttpRequest.BodyPublishers.ofString(form))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
