package io.heddle.it.bench;

import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code --name=value} arguments; an unknown name is refused with the known ones. */
public final class Options {
  private final Map<String, String> values = new TreeMap<>();

  private Options() {}

  /**
   * @param defaults {@code name=value} of every option there is
   */
  public static Options parse(String[] arguments, String... defaults) {
    Options options = new Options();
    for (String option : defaults) {
      options.put(option);
    }
    for (String argument : arguments) {
      String option = argument.startsWith("--") ? argument.substring(2) : argument;
      if (!options.values.containsKey(option.replaceFirst("=.*", ""))) {
        System.err.println("unknown option " + argument + "; known: " + List.of(defaults));
        System.exit(2);
      }
      options.put(option);
    }
    return options;
  }

  private void put(String option) {
    int equals = option.indexOf('=');
    values.put(
        equals < 0 ? option : option.substring(0, equals),
        equals < 0 ? "true" : option.substring(equals + 1));
  }

  public int number(String name) {
    return Integer.parseInt(values.get(name));
  }

  public String text(String name) {
    return values.get(name);
  }

  public boolean flag(String name) {
    return Boolean.parseBoolean(values.get(name));
  }

  /** The JDK that {@code --jdk} names: oldest or newest. */
  public Jdk jdk() {
    return values.get("jdk").equals("newest") ? Jdks.newest() : Jdks.oldest();
  }
}
