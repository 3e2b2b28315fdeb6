package io.heddle.settings;

import java.util.HashMap;
import java.util.Map;

/**
 * The text behind {@code -javaagent:heddle-agent.jar=}: names and values. Semicolons separate them,
 * and so does a comma with the name of a setting behind it, as other agents have it; any other
 * comma belongs to the value.
 */
final class Arguments {
  /** Stands for the value of a setting that was named without one. */
  static final String NO_VALUE = "\0";

  private final Map<String, String> found = new HashMap<>();

  private Arguments() {}

  static Map<String, String> parse(String text) {
    Arguments arguments = new Arguments();
    for (String part : text.split(";")) {
      arguments.split(part);
    }
    return arguments.found;
  }

  private void split(String part) {
    int begin = 0;
    for (int comma = part.indexOf(','); comma >= 0; comma = part.indexOf(',', comma + 1)) {
      if (isNamed(part.substring(comma + 1))) {
        add(part.substring(begin, comma));
        begin = comma + 1;
      }
    }
    add(part.substring(begin));
  }

  private void add(String part) {
    if (part.isBlank()) {
      return;
    }
    int equals = part.indexOf('=');
    if (equals >= 0) {
      found.put(part.substring(0, equals).trim(), part.substring(equals + 1).trim());
      return;
    }
    Setting setting = setting(part.trim());
    boolean isSwitch = setting == null || setting.type() == SettingType.FLAG;
    found.put(part.trim(), isSwitch ? "true" : NO_VALUE);
  }

  /** Whether a text begins with {@code setting=}, or is the name of a flag. */
  private static boolean isNamed(String rest) {
    int comma = rest.indexOf(',');
    String part = comma < 0 ? rest : rest.substring(0, comma);
    int equals = part.indexOf('=');
    Setting setting = setting((equals < 0 ? part : part.substring(0, equals)).trim());
    return setting != null && (equals >= 0 || setting.type() == SettingType.FLAG);
  }

  private static Setting setting(String name) {
    for (Setting setting : Setting.values()) {
      if (setting.key().equals(name) || setting.key().equals(Settings.PREFIX + name)) {
        return setting;
      }
    }
    return null;
  }
}
