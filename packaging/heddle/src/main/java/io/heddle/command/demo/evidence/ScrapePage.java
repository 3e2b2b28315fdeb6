package io.heddle.command.demo.evidence;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The samples of a page in the Prometheus text format 0.0.4. Immutable. */
public final class ScrapePage {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(TIMEOUT).version(HttpClient.Version.HTTP_1_1).build();
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** By name and labels as they stand on the page. */
  private final Map<String, Double> samples;

  private ScrapePage(Map<String, Double> samples) {
    this.samples = samples;
  }

  /** Fetches {@code /metrics} from a port of this machine. */
  public static ScrapePage fetch(int port) throws IOException {
    return parse(fetchText(port, "/metrics"));
  }

  /** Fetches any page from a port of this machine. */
  public static String fetchText(int port, String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(TIMEOUT)
            .build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(request.uri() + " answered " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + request.uri(), e);
    }
  }

  /** Reads a page; comments are passed over. */
  public static ScrapePage parse(String text) {
    Map<String, Double> samples = new LinkedHashMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(
            line -> {
              // A label's value may hold blanks, so the sample's value is what follows the brace.
              int brace = line.lastIndexOf('}');
              int end = brace < 0 ? line.indexOf(' ') : brace + 1;
              samples.put(line.substring(0, end), number(line.substring(end).trim().split(" ")[0]));
            });
    return new ScrapePage(samples);
  }

  private static double number(String value) {
    return switch (value) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(value);
    };
  }

  /** The sum over all samples of that name; empty if the page has none. */
  public OptionalDouble sum(String name) {
    return samples.entrySet().stream()
        .filter(sample -> nameOf(sample.getKey()).equals(name))
        .mapToDouble(Map.Entry::getValue)
        .reduce(Double::sum);
  }

  /** The samples of that name by the value of one label; those without that label are left out. */
  public Map<String, Double> by(String label, String name) {
    Map<String, Double> values = new LinkedHashMap<>();
    samples.forEach(
        (series, value) -> {
          if (nameOf(series).equals(name)) {
            Matcher labels = LABEL.matcher(series.substring(name.length()));
            while (labels.find()) {
              if (labels.group(1).equals(label)) {
                values.merge(unescaped(labels.group(2)), value, Double::sum);
              }
            }
          }
        });
    return values;
  }

  private static String nameOf(String series) {
    int brace = series.indexOf('{');
    return brace < 0 ? series : series.substring(0, brace);
  }

  private static String unescaped(String value) {
    return value.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
