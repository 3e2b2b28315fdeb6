package io.heddle.it.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Client;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.TomcatApplication;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent's port answers a person on call, and a scraper that unzips. */
class ExplainIT {
  @TempDir Path folder;

  @Test
  void saysWhyATenantHasALabelInWordsAndInFigures() throws Exception {
    AgentHome home = AgentHome.in(folder);
    try (Application application = TomcatApplication.start(Jdks.newest(), home, folder)) {
      for (int i = 0; i < 3; i++) {
        application.send(Call.of("POST", "/hello").tenant("acme"));
      }
      int port = home.metricsPort();
      MetricsPage.await(
          port,
          "acme's requests",
          Duration.ofSeconds(20),
          page -> page.sum("heddle_tenant_http_requests_total", "tenant", "acme") == 3);

      assertThat(Client.get(port, "/explain?tenant=acme&x=1").body())
          .startsWith("acme has a label because ")
          .contains("it weighs as much as 3 recent requests", "rank 1 of ")
          .contains("policy: there is no policy file");
      JsonNode json =
          new ObjectMapper().readTree(Client.get(port, "/explain?tenant=acme&format=json").body());
      assertThat(json.get("tenant").asText()).isEqualTo("acme");
      assertThat(json.get("labelled").asInt()).isEqualTo(1);
      assertThat(json.get("rank").asInt()).isEqualTo(1);
      assertThat(json.get("weight_most").asInt()).isEqualTo(3);
      assertThat(json.get("explanation").get(0).asText()).startsWith("acme has a label");
      assertThat(unzipped(port)).contains("heddle_tenant_http_requests_total{tenant=\"acme\"");
    }
  }

  private static String unzipped(int port) throws Exception {
    HttpResponse<byte[]> zipped =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .header("Accept-Encoding", "gzip")
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (GZIPInputStream page = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
