package io.heddle.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A real Prometheus that scrapes one page every second: Debian's package {@code prometheus}, on a
 * loopback port, with its data in a folder of the test's.
 */
public final class Prometheus implements AutoCloseable {
  /** A series as it is stored, by the second of its scrape; stale marks are no samples. */
  public record Series(Map<String, String> labels, NavigableMap<Double, Double> samples) {}

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final ProcessOutput stderr;
  private final int port;

  private Prometheus(Process process, ProcessOutput stderr, int port) {
    this.process = process;
    this.stderr = stderr;
    this.port = port;
  }

  /** Whether {@code prometheus} and {@code promtool} can be started. */
  public static boolean isInstalled() {
    return isOnPath("prometheus") && isOnPath("promtool");
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Starts one that scrapes {@code /metrics} on a port of the loopback interface. */
  public static Prometheus scraping(int target, Path folder) throws IOException {
    Files.createDirectories(folder);
    int port = FreePort.find();
    Path configuration =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
            scrape_configs:
              - job_name: agent
                static_configs:
                  - targets: ["127.0.0.1:%d"]
            """
                .formatted(target));
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn")
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    Prometheus prometheus =
        new Prometheus(
            process,
            new ProcessOutput(process.getErrorStream(), folder.resolve("prometheus.err")),
            port);
    prometheus.awaitScrapes(1);
    return prometheus;
  }

  /** Waits until it has scraped successfully that many times more. */
  public void awaitScrapes(int more) {
    long before = scrapes();
    Eventually.holds(
        "scraped " + more + " times: " + stderr.lines(),
        PATIENCE,
        () -> scrapes() >= before + more);
  }

  private long scrapes() {
    if (!process.isAlive()) {
      throw new AssertionError("prometheus ended: " + stderr.lines());
    }
    try {
      return samples("up").stream()
          .flatMap(up -> up.samples().values().stream())
          .filter(value -> value == 1)
          .count();
    } catch (UncheckedIOException notListeningYet) {
      return 0;
    }
  }

  /** Every sample of the last hour, of all series that a selector such as {@code up} finds. */
  public List<Series> samples(String selector) {
    List<Series> all = new ArrayList<>();
    for (JsonNode one : query(selector + "[1h]")) {
      Map<String, String> labels = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> label : one.get("metric").properties()) {
        labels.put(label.getKey(), label.getValue().asText());
      }
      NavigableMap<Double, Double> samples = new TreeMap<>();
      for (JsonNode sample : one.get("values")) {
        samples.put(sample.get(0).asDouble(), Double.valueOf(sample.get(1).asText()));
      }
      all.add(new Series(labels, samples));
    }
    return all;
  }

  /** The one value that an expression has now. */
  public double value(String expression) {
    JsonNode result = query(expression);
    if (result.size() != 1) {
      throw new AssertionError(expression + " is not one value: " + result);
    }
    return Double.parseDouble(result.get(0).get("value").get(1).asText());
  }

  private JsonNode query(String expression) {
    Answer answer =
        Client.get(
            port, "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    try {
      // An empty array while it is still starting.
      return answer.status() == 503
          ? JSON.createArrayNode()
          : JSON.readTree(answer.body()).at("/data/result");
    } catch (IOException e) {
      throw new AssertionError(expression + " was answered " + answer, e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      stderr.join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
