package io.heddle.exporter.telemetry.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/** What the agent tells about itself: values that somebody else keeps, read at each scrape. */
final class AgentValues {
  /** One value of a family. */
  record Value(String labelValue, DoubleSupplier supplier) {}

  /**
   * One family.
   *
   * @param labelName empty if the family has one value and no label
   */
  record Family(String name, String help, boolean isCounter, String labelName, List<Value> values) {
    boolean has(String labelValue) {
      // A loop: a stream here would be the first of many an application.
      for (Value value : values) {
        if (value.labelValue.equals(labelValue)) {
          return true;
        }
      }
      return false;
    }
  }

  private static final Pattern NAME = Pattern.compile("heddle_[a-z0-9_]+");

  private final Map<String, Family> families = new LinkedHashMap<>();

  synchronized void add(
      String name,
      String help,
      boolean isCounter,
      String labelName,
      String labelValue,
      DoubleSupplier supplier) {
    if (!NAME.matcher(name).matches() || isCounter != name.endsWith("_total")) {
      throw new IllegalArgumentException(
          name + ": expected heddle_ and lower case letters, with _total for a counter alone");
    }
    Family family = families.get(name);
    if (family == null) {
      family = new Family(name, help, isCounter, labelName, new ArrayList<>());
      families.put(name, family);
    }
    if (family.has(labelValue)
        || family.isCounter != isCounter
        || !family.labelName.equals(labelName)) {
      throw new IllegalArgumentException(
          name + "{" + labelName + "=\"" + labelValue + "\"} is already there, or not of its kind");
    }
    family.values.add(new Value(labelValue, supplier));
  }

  synchronized List<Family> all() {
    List<Family> copies = new ArrayList<>();
    for (Family family : families.values()) {
      copies.add(
          new Family(
              family.name,
              family.help,
              family.isCounter,
              family.labelName,
              List.copyOf(family.values)));
    }
    return copies;
  }
}
