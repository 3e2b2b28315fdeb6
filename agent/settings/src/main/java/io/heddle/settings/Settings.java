package io.heddle.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
  static final String PREFIX = "heddle.";
  private static final String STANDARD_PREFIX = "otel.";
  private static final String COMMAND = "sun.java.command";
  private static final String ENVIRONMENT_PREFIX = "HEDDLE_";

  private final Map<Setting, String> values;
  private final Map<String, String> environment;

  /** Problems, mistakes and warnings. */
  private final List<List<String>> told;

  private final String command;

  /** By name, with or without the leading {@code heddle.}. */
  private final Map<String, String> arguments;

  private final Map<String, String> properties;

  private Settings(
      Map<Setting, String> values,
      Map<String, String> arguments,
      Map<String, String> properties,
      Map<String, String> environment,
      List<List<String>> told,
      String command) {
    this.arguments = arguments;
    this.properties = properties;
    this.command = command;
    this.values = values;
    this.environment = environment;
    this.told = told;
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
    List<String> mistakes = new ArrayList<>();
    Map<String, String> given = new HashMap<>();
    // By name: the entries of a process's environment are six more classes.
    for (String variable : environment.keySet()) {
      if (variable.startsWith(ENVIRONMENT_PREFIX)
          && !ServiceVariables.isOne(variable, environment.get(variable))) {
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
        Complaint complaint = Complaint.about(setting, source, value);
        if (complaint != null) {
          problems.add(complaint.sentence() + "; " + complaint.consequence());
          boolean isArgument = isGiven(arguments, setting.key());
          if (isArgument || setting.reader() != Setting.Reader.AGENT) {
            mistakes.add(complaint.sentence());
          }
          values.put(setting, complaint.instead());
        }
      }
    }
    List<String> warnings = new ArrayList<>();
    Set<String> unknown = new TreeSet<>(named.keySet());
    for (String name : unknown) {
      String advice = advice(name, Arrays.stream(Setting.values()).map(Setting::key).toList());
      problems.add(unknown(name) + " and ignored; " + advice);
      if (isGiven(arguments, name)) {
        mistakes.add(unknown(name) + "; " + advice);
      } else {
        warnings.add(unknown(name) + " and ignored; " + advice);
      }
    }
    for (String name : new TreeSet<>(given.keySet())) {
      List<String> known =
          Arrays.stream(Setting.values()).map(Setting::environmentVariable).toList();
      String sentence = unknown(name) + " and ignored; " + advice(name, known);
      problems.add(sentence);
      warnings.add(sentence);
    }
    UserHome user = userHome(environment);
    if (!user.isKnown() && isBelowUser(values.get(Setting.HOME))) {
      String sentence =
          "the home directory of this user is unknown (user.home is '"
              + Complaint.printable(System.getProperty("user.home", ""))
              + "', and HOME is no absolute path); heddle.home is "
              + user.path().resolve(values.get(Setting.HOME).substring(2))
              + ". Set heddle.home to a directory that outlives this process";
      problems.add(sentence);
      warnings.add(sentence);
    }
    return new Settings(
        values,
        Map.copyOf(arguments),
        Map.copyOf(properties),
        environment,
        List.of(problems, mistakes, warnings),
        "");
  }

  /**
   * Finds the value of every setting for this process.
   *
   * @param arguments by setting name, with or without the leading {@code heddle.}
   */
  public static Settings ofProcess(Map<String, String> arguments) {
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(PREFIX) || name.startsWith(STANDARD_PREFIX) || name.equals(COMMAND)) {
        properties.put(name, System.getProperty(name));
      }
    }
    Settings settings = resolve(arguments, properties, System.getenv());
    return new Settings(
        settings.values,
        settings.arguments,
        settings.properties,
        settings.environment,
        settings.told,
        properties.getOrDefault(COMMAND, ""));
  }

  /**
   * Splits the text behind {@code -javaagent:heddle-agent.jar=} into names and values.
   *
   * @param text {@code name=value} pairs separated by semicolons, or by commas with the name of a
   *     setting behind them; null or empty means none
   * @return by name, in no promised order; a flag without {@code =} has the value {@code true}
   */
  public static Map<String, String> parseArguments(String text) {
    return text == null ? new HashMap<>() : Arguments.parse(text);
  }

  /** What was wrong with the values given, a sentence each, in the order of the table. */
  public List<String> problems() {
    return List.copyOf(told.get(0));
  }

  /**
   * What a command must not go on with, a sentence each: bad values of settings that commands read,
   * and whatever is wrong with its arguments. A bad value of a setting that only the agent reads is
   * no reason to refuse a command.
   */
  public List<String> mistakes() {
    return List.copyOf(told.get(1));
  }

  /** What a command goes on with, but has to tell, a sentence each. */
  public List<String> warnings() {
    return List.copyOf(told.get(2));
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
    if (value.equals("~")) {
      return userHome(environment).path();
    }
    return isBelowUser(value)
        ? userHome(environment).path().resolve(value.substring(2))
        : Path.of(value);
  }

  /**
   * Where the value of a setting comes from, in words; that of a bad value comes from there too.
   */
  public String source(Setting setting) {
    String key = setting.key();
    if (isGiven(arguments, key)) {
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

  /**
   * What an OpenTelemetry variable such as {@code OTEL_SERVICE_NAME} says, or the system property
   * of the same meaning, {@code otel.service.name}, which wins; null if both are unset or empty.
   */
  public String standardVariable(String name) {
    String value = properties.get(name.toLowerCase(Locale.ROOT).replace('_', '.'));
    if (value == null || value.isBlank()) {
      value = environment.get(name);
    }
    return value == null || value.isBlank() ? null : value.trim();
  }

  /** A variable that a setting's value names; null if unset. */
  public String environmentVariable(String name) {
    return environment.get(name);
  }

  private static boolean isGiven(Map<String, String> arguments, String key) {
    return arguments.containsKey(key) || arguments.containsKey(key.substring(PREFIX.length()));
  }

  private static boolean isBelowUser(String path) {
    return path.startsWith("~/");
  }

  private static UserHome userHome(Map<String, String> environment) {
    return UserHome.of(
        System.getProperty("user.home"),
        environment.get("HOME"),
        System.getProperty("java.io.tmpdir"));
  }

  private static String unknown(String name) {
    return "setting '" + Complaint.printable(name) + "' is unknown";
  }

  private static String advice(String name, List<String> known) {
    String nearest = Suggestion.nearest(name, known);
    return nearest == null
        ? "docs/SETTINGS.md lists the known ones"
        : "did you mean " + nearest + "?";
  }
}
