package io.heddle.command.policy;

import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An agent's own account of a tenant, from its scrape page. */
final class RunningAgent {
  /** Until somebody takes the call: an address that swallows it must not hold up the answer. */
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** From then on: an agent on a machine that is overloaded is slow, and its word counts still. */
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final String address;

  RunningAgent(Settings settings) {
    String host = settings.text(Setting.METRICS_HOST);
    this.address =
        (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
            + ":"
            + settings.count(Setting.METRICS_PORT);
  }

  /** Host and port of its scrape page. */
  String address() {
    return address;
  }

  /**
   * What it says about a tenant.
   *
   * @throws IOException if nobody answers there, or somebody who is no agent of this version
   */
  String explain(String tenant) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    URI uri =
        URI.create(
            "http://"
                + address
                + "/explain?tenant="
                + URLEncoder.encode(tenant, StandardCharsets.UTF_8));
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("it answers " + answer.statusCode());
    }
    return answer.body().strip();
  }
}
