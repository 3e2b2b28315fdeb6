package io.heddle.settings;

import io.heddle.settings.Limits.Limit;

/**
 * What is wrong with the value of a setting.
 *
 * @param sentence the name, the value, and what was expected
 * @param consequence what holds now, to follow the sentence
 * @param instead the value that holds now
 */
record Complaint(String sentence, String consequence, String instead) {
  /** Checks a value; null if nothing is wrong with it. */
  static Complaint about(Setting setting, String source, String given) {
    String value = given.trim();
    if (given.equals(Arguments.NO_VALUE)) {
      String sentence = source + " has no value, expected " + setting.type().expectation();
      return new Complaint(sentence, goingOnWithDefault(setting), setting.defaultValue());
    }
    String is = source + " is '" + printable(given) + "', expected ";
    String expected = setting.type().problem(value);
    if (expected != null) {
      return new Complaint(is + expected, goingOnWithDefault(setting), setting.defaultValue());
    }
    Limit limit = Limits.broken(setting, value);
    if (limit == null) {
      return null;
    }
    String consequence =
        limit.instead().equals(setting.defaultValue())
            ? goingOnWithDefault(setting)
            : "going on with " + limit.instead();
    return new Complaint(is + limit.expected(), consequence, limit.instead());
  }

  /** Keeps a hostile value from breaking the line it is reported on. */
  static String printable(String value) {
    StringBuilder text = new StringBuilder();
    value
        .codePoints()
        .limit(80)
        .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return value.length() > 80 ? text + "…" : text.toString();
  }

  private static String goingOnWithDefault(Setting setting) {
    return "going on with "
        + (setting.defaultValue().isEmpty() ? "none" : "the default " + setting.defaultValue());
  }
}
