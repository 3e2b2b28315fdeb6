package io.heddle.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values of all settings, each valid: where somebody gave a bad one, the default stands and
 * {@link #problems} says so.
 *
 * <p>Of several sources the first wins: arguments, system properties, environment, default.
 * Immutable. Written without streams and lambdas, which would be the application's first: read
 * before its main, they cost its start a hundred classes.
 */
public final class Settings {
  private static final String PREFIX = "heddle.";
  private static final String COMMAND = "sun.java.command";
  private static final String ENVIRONMENT_PREFIX = "HEDDLE_";

  private final Map<Setting, String> values;
  private final Map<String, String> environment;
  private final List<String> problems;
  private final String command;

  /** By name, with or without the leading {@code heddle.}. */
  private final Map<String, String> arguments;

  private final Map<String, String> properties;

  private Settings(
      Map<Setting, String> values,
      Map<String, String> arguments,
      Map<String, String> properties,
      Map<String, String> environment,
      List<String> problems,
      String command) {
    this.arguments = arguments;
    this.properties = properties;
    this.command = command;
    this.values = values;
    this.environment = environment;
    this.problems = List.copyOf(problems);
  }

  /**
   * Finds the value of every setting.
   *
   * @param arguments by setting name, with or without the leading {@code heddle.}
   * @param properties system properties; those that do not begin with {@code heddle.} are ignored
   * @param environment environment variables, which must not change any more; {@code HEDDLE_*} are
   *     ours, {@link #standardVariable} and {@link #environmentVariable} read the others
   */
  public static Settings resolve(
      Map<String, String> arguments,
      Map<String, String> properties,
      Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    Map<String, String> given = new HashMap<>();
    // By name: the entries of a process's environment are six more classes.
    for (String variable : environment.keySet()) {
      if (variable.startsWith(ENVIRONMENT_PREFIX)) {
        given.put(variable, environment.get(variable));
      }
    }
    Map<String, String> named = new HashMap<>();
    for (Map.Entry<String, String> property : properties.entrySet()) {
      if (property.getKey().startsWith(PREFIX)) {
        named.put(property.getKey(), property.getValue());
      }
    }
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      String name = argument.getKey();
      named.put(name.startsWith(PREFIX) ? name : PREFIX + name, argument.getValue());
    }

    Map<Setting, String> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String fromEnvironment = given.remove(setting.environmentVariable());
      String fromName = named.remove(setting.key());
      String source = fromName != null ? setting.key() : setting.environmentVariable();
      String value = fromName != null ? fromName : fromEnvironment;
      values.put(setting, value == null ? setting.defaultValue() : value.trim());
      if (value != null) {
        String expected = setting.type().problem(value.trim());
        if (expected != null) {
          problems.add(
              source
                  + " is '"
                  + printable(value)
                  + "', expected "
                  + expected
                  + "; going on with "
                  + (setting.defaultValue().isEmpty()
                      ? "none"
                      : "the default " + setting.defaultValue()));
          values.put(setting, setting.defaultValue());
        }
      }
    }
    Set<String> unknown = new TreeSet<>(named.keySet());
    for (String name : unknown) {
      problems.add(unknown(name, Arrays.stream(Setting.values()).map(Setting::key).toList()));
    }
    for (String name : new TreeSet<>(given.keySet())) {
      problems.add(
          unknown(
              name, Arrays.stream(Setting.values()).map(Setting::environmentVariable).toList()));
    }
    return new Settings(
        values, Map.copyOf(arguments), Map.copyOf(properties), environment, problems, "");
  }

  /**
   * Finds the value of every setting for this process.
   *
   * @param arguments by setting name, with or without the leading {@code heddle.}
   */
  public static Settings ofProcess(Map<String, String> arguments) {
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(PREFIX) || name.equals(COMMAND)) {
        properties.put(name, System.getProperty(name));
      }
    }
    Settings settings = resolve(arguments, properties, System.getenv());
    return new Settings(
        settings.values,
        settings.arguments,
        settings.properties,
        settings.environment,
        settings.problems,
        properties.getOrDefault(COMMAND, ""));
  }

  /**
   * Splits the text behind {@code -javaagent:heddle-agent.jar=} into names and values.
   *
   * @param text {@code name=value} pairs separated by semicolons; null or empty means none
   * @return by name, in no promised order; a part without {@code =} has the value {@code true}
   */
  public static Map<String, String> parseArguments(String text) {
    Map<String, String> arguments = new HashMap<>();
    if (text != null) {
      for (String part : text.split(";")) {
        if (!part.isBlank()) {
          int equals = part.indexOf('=');
          String name = equals < 0 ? part : part.substring(0, equals);
          arguments.put(name.trim(), equals < 0 ? "true" : part.substring(equals + 1).trim());
        }
      }
    }
    return arguments;
  }

  /** What was wrong with the values given, a sentence each, in the order of the table. */
  public List<String> problems() {
    return problems;
  }

  /** The value of a text. */
  public String text(Setting setting) {
    return values.get(setting);
  }

  /** The value of a flag. */
  public boolean flag(Setting setting) {
    return values.get(setting).equals("true");
  }

  /** The value of a count or port. */
  public int count(Setting setting) {
    return Integer.parseInt(values.get(setting));
  }

  /** The value of a size, in bytes. */
  public long bytes(Setting setting) {
    return SettingType.parseBytes(values.get(setting));
  }

  /** The value of a duration, in milliseconds. */
  public long millis(Setting setting) {
    return SettingType.parseMillis(values.get(setting));
  }

  /** The values of a list, without empty ones. */
  public List<String> list(Setting setting) {
    List<String> texts = new ArrayList<>();
    for (String part : values.get(setting).split(",")) {
      if (!part.isBlank()) {
        texts.add(part.trim());
      }
    }
    return List.copyOf(texts);
  }

  /** The value of a path, {@code ~/} expanded. */
  public Path path(Setting setting) {
    String value = values.get(setting);
    return value.equals("~") || value.startsWith("~/")
        ? Path.of(System.getProperty("user.home"), value.substring(1))
        : Path.of(value);
  }

  /**
   * Where the value of a setting comes from, in words; that of a bad value comes from there too.
   */
  public String source(Setting setting) {
    String key = setting.key();
    if (arguments.containsKey(key) || arguments.containsKey(key.substring(PREFIX.length()))) {
      return "argument of the agent";
    }
    if (properties.containsKey(key)) {
      return "system property " + key;
    }
    return environment.containsKey(setting.environmentVariable())
        ? "environment variable " + setting.environmentVariable()
        : "default";
  }

  /** As whom this process runs; empty if the JVM does not say. */
  public String userName() {
    return System.getProperty("user.name", "");
  }

  /** The main class or jar of the process, as it was started; empty if the JVM does not say. */
  public String mainClassOrJar() {
    int space = command.indexOf(' ');
    return space < 0 ? command : command.substring(0, space);
  }

  /** An OpenTelemetry variable such as {@code OTEL_SERVICE_NAME}; null if unset or empty. */
  public String standardVariable(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.trim();
  }

  /** A variable that a setting's value names; null if unset. */
  public String environmentVariable(String name) {
    return environment.get(name);
  }

  private static String unknown(String name, List<String> known) {
    String nearest = Suggestion.nearest(name, known);
    return "setting '"
        + printable(name)
        + "' is unknown and ignored"
        + (nearest == null
            ? "; docs/SETTINGS.md lists the known ones"
            : "; did you mean " + nearest + "?");
  }

  /** Keeps a hostile value from breaking the line it is reported on. */
  private static String printable(String value) {
    StringBuilder text = new StringBuilder();
    value
        .codePoints()
        .limit(80)
        .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return value.length() > 80 ? text + "…" : text.toString();
  }
}
