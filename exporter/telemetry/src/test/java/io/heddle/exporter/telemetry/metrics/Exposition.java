package io.heddle.exporter.telemetry.metrics;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page, read back: the value of each sample, and its exemplar if there is one. */
final class Exposition {
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_:]+)(?:\\{(.*?)\\})? ([^ ]+)(?: # (\\{.*\\}) ([^ ]+)(?: ([^ ]+))?)?");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  private final Map<String, Double> values = new LinkedHashMap<>();
  private final Map<String, String> exemplars = new LinkedHashMap<>();
  private final Map<String, String> types = new LinkedHashMap<>();

  private Exposition() {}

  static String text(Metrics metrics, String accept) {
    StringWriter writer = new StringWriter();
    try {
      metrics.page(accept, "test").writeTo(writer);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return writer.toString();
  }

  static Exposition of(Metrics metrics) {
    return parse(text(metrics, null));
  }

  static Exposition parse(String text) {
    Exposition page = new Exposition();
    for (String line : text.split("\n")) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        if (page.types.put(words[2], words[3]) != null) {
          throw new IllegalStateException("a family comes twice: " + line);
        }
      } else if (!line.startsWith("#")) {
        page.sample(line);
      }
    }
    return page;
  }

  /**
   * The value of {@code name{label=value,…}}; labels in any order, those without value left out.
   */
  double value(String name, String... labels) {
    Double value = values.get(key(name, labels));
    if (value == null) {
      throw new AssertionError(key(name, labels) + " is not among " + values.keySet());
    }
    return value;
  }

  boolean has(String name, String... labels) {
    return values.containsKey(key(name, labels));
  }

  String exemplar(String name, String... labels) {
    return exemplars.get(key(name, labels));
  }

  String type(String family) {
    return types.get(family);
  }

  /** The sum over all samples of that name. */
  double sum(String name) {
    return values.entrySet().stream()
        .filter(entry -> isOf(name, entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** The samples of that name, by their labels. */
  Map<String, Double> samples(String name) {
    Map<String, Double> samples = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (isOf(name, key)) {
            samples.put(key, value);
          }
        });
    return samples;
  }

  long count(String name) {
    return values.keySet().stream().filter(key -> isOf(name, key)).count();
  }

  private static boolean isOf(String name, String key) {
    return key.startsWith(name + "{");
  }

  private void sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalStateException("not a sample: " + line);
    }
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
    while (label.find()) {
      if (!label.group(2).isEmpty()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    String key = matcher.group(1) + labels;
    if (values.put(key, Double.parseDouble(matcher.group(3).replace("+Inf", "Infinity"))) != null) {
      throw new IllegalStateException("a series comes twice: " + line);
    }
    if (matcher.group(4) != null) {
      exemplars.put(key, matcher.group(4) + " " + matcher.group(5));
    }
  }

  private static String key(String name, String... labels) {
    Map<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      sorted.put(labels[i], labels[i + 1]);
    }
    return name + sorted;
  }
}
