package io.heddle.it.bench;

import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

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

  /** The constants that a list such as {@code W1,W2} names, in any case; all for {@code all}. */
  public <E extends Enum<E>> List<E> choice(String name, Class<E> type) {
    List<String> asked = List.of(values.get(name).toUpperCase(Locale.ROOT).split(","));
    List<String> known = Stream.of(type.getEnumConstants()).map(Enum::name).toList();
    for (String one : asked) {
      if (!one.equals("ALL") && !known.contains(one)) {
        System.err.println("unknown value " + one + " of --" + name + "; known: all, " + known);
        System.exit(2);
      }
    }
    return Stream.of(type.getEnumConstants())
        .filter(constant -> asked.contains("ALL") || asked.contains(constant.name()))
        .toList();
  }

  /** The JDK that {@code --jdk} names: oldest or newest. */
  public Jdk jdk() {
    return values.get("jdk").equals("newest") ? Jdks.newest() : Jdks.oldest();
  }
}
