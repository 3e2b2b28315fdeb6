package io.heddle.command.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.heddle.command.HeddleRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  private static final String BAD =
      "version: 1\nrevision: 1\nlabels: {bugdet: 5}\ntraces:\n  power: 7\n";

  @TempDir Path home;

  @Test
  void acceptsAGoodFile() throws IOException {
    HeddleRun run = HeddleRun.of("policy", "check", file("version: 1\nrevision: 12\n"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).endsWith("policy.yaml: revision 12 is valid" + System.lineSeparator());
  }

  @Test
  void namesEveryProblemOfABadOne() throws IOException {
    HeddleRun run = HeddleRun.of("policy", "check", file(BAD));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.out())
        .contains("policy.yaml:3:10:  labels is 'bugdet', expected one of budget")
        .contains("did you mean budget?")
        .contains("policy.yaml:5:10:  traces.power is '7', expected a number from 0 to 1");
  }

  @Test
  void tellsProgramsTheSame() throws IOException {
    HeddleRun run = HeddleRun.of("policy", "check", "--format=json", file(BAD));
    assertThat(run.exitCode()).isEqualTo(1);
    JsonNode root = new ObjectMapper().readTree(run.out());
    assertThat(root.get("valid").booleanValue()).isFalse();
    JsonNode last = root.get("problems").get(1);
    assertThat(last.get("line").intValue()).isEqualTo(5);
    assertThat(last.get("column").intValue()).isEqualTo(10);
    assertThat(last.get("key").textValue()).isEqualTo("traces.power");
    assertThat(last.get("value").textValue()).isEqualTo("7");
    assertThat(last.get("expected").textValue()).isEqualTo("a number from 0 to 1");

    JsonNode good =
        new ObjectMapper()
            .readTree(
                HeddleRun.of("policy", "check", "--format=json", file("version: 1\nrevision: 3\n"))
                    .out());
    assertThat(good.get("valid").booleanValue()).isTrue();
    assertThat(good.get("revision").intValue()).isEqualTo(3);
    assertThat(good.get("problems")).isEmpty();
  }

  @Test
  void saysThatThereIsNoFile() {
    HeddleRun run = HeddleRun.of("policy", "check", home.resolve("none.yaml").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("none.yaml cannot be read");
    assertThat(HeddleRun.of("policy", "check").exitCode()).isEqualTo(2);
    assertThat(HeddleRun.of("policy").exitCode()).isEqualTo(2);
  }

  @Test
  void explainsByTheFileWhereNoAgentAnswers() throws IOException {
    file("version: 1\nrevision: 4\ntenants: {acme: {pin: true, traces: never}}\n");
    HeddleRun run = explain("acme", freePort());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("no agent answers at 127.0.0.1:")
        .contains("acme, by the policy file")
        .contains("revision 4")
        .contains("it is pinned")
        .contains("only if they fail or are slow")
        .contains("goes by Heddle's defaults", "A process may have been given other settings");
  }

  @Test
  void explainsByTheDefaultsWhereThereIsNoFileEither() throws IOException {
    HeddleRun run = explain("acme", freePort());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("by the defaults").contains("heaviest 1999 tenants");
    assertThat(run.out()).contains("A process may have been given other settings");
  }

  @Test
  void explainsNothingByABadFile() throws IOException {
    file(BAD);
    HeddleRun run = explain("acme", freePort());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("is refused; heddle policy check");
  }

  @Test
  void passesOnWhatARunningAgentSays() throws IOException {
    HttpServer agent =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    agent.createContext(
        "/explain",
        exchange -> {
          byte[] body =
              ("asked for " + exchange.getRequestURI().getRawQuery())
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    agent.start();
    try {
      HeddleRun run = explain("a+b@c", agent.getAddress().getPort());
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains("by the agent at", "asked for tenant=a%2Bb%40c")
          .doesNotContain("defaults");
    } finally {
      agent.stop(0);
    }
  }

  private HeddleRun explain(String tenant, int port) {
    return HeddleRun.of(
        "policy", "explain", tenant, "--home=" + home, "-D", "heddle.metrics.port=" + port);
  }

  private String file(String text) throws IOException {
    return Files.writeString(home.resolve("policy.yaml"), text).toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
