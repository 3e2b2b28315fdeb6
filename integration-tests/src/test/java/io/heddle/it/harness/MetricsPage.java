package io.heddle.it.harness;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scrape page in the Prometheus text format, as a scraper reads it. */
public final class MetricsPage {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? ([^ ]+)(?: .*)?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One line of the page. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  private final String text;
  private final List<Sample> samples = new ArrayList<>();

  private MetricsPage(String text) {
    this.text = text;
    text.lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .forEach(line -> samples.add(parse(line)));
  }

  /** Scrapes an agent or a sidecar. */
  public static MetricsPage scrape(int port) {
    Answer answer = Client.get(port, "/metrics");
    if (answer.status() != 200) {
      throw new AssertionError("scraping answered " + answer);
    }
    return new MetricsPage(answer.body());
  }

  /** Scrapes again and again until the page is there and is as it is to be. */
  public static void await(
      int port, String what, Duration limit, Predicate<MetricsPage> condition) {
    Eventually.holds(
        what,
        limit,
        () -> {
          try {
            return condition.test(scrape(port));
          } catch (UncheckedIOException notYetServed) {
            return false;
          }
        });
  }

  private static Sample parse(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError("not a sample: " + line);
    }
    Map<String, String> labels = new LinkedHashMap<>();
    if (sample.group(2) != null) {
      Matcher label = LABEL.matcher(sample.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    String value = sample.group(3);
    return new Sample(
        sample.group(1),
        labels,
        value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value));
  }

  /** The sum of a metric over all samples that carry these labels: name, value, name, value … */
  public double sum(String name, String... labels) {
    return matching(name, labels).stream().mapToDouble(Sample::value).sum();
  }

  /** The samples of a metric that carry these labels. */
  public List<Sample> matching(String name, String... labels) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(
            sample -> {
              for (int i = 0; i < labels.length; i += 2) {
                if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
                  return false;
                }
              }
              return true;
            })
        .toList();
  }

  /** Whether there is any sample of that name. */
  public boolean has(String name) {
    return samples.stream().anyMatch(sample -> sample.name().equals(name));
  }

  /** The page itself. */
  public String text() {
    return text;
  }
}
