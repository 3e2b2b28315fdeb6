package io.heddle.settings;

import java.util.ArrayList;
import java.util.List;

/** What a setting's value must be beyond its type, and what holds in place of another. */
final class Limits {
  private static final String LEVELS = "error, warn, info or debug";
  private static final String FORMATS = "text or json";
  private static final String FULL = "drop-oldest or keep";
  private static final String INSTRUMENTATIONS =
      "servlet, jdbc, java-http-client, executors, queues, jdbc-values and servlet-bodies";

  private Limits() {}

  /**
   * Checks a value of the right type.
   *
   * @return null if it may be; else what was expected, and what holds now
   */
  static Limit broken(Setting setting, String value) {
    if (setting == Setting.LOG_LEVEL) {
      return isAmong(value, LEVELS) ? null : new Limit(LEVELS, setting.defaultValue());
    }
    if (setting == Setting.LOG_FORMAT) {
      return isAmong(value, FORMATS) ? null : new Limit(FORMATS, setting.defaultValue());
    }
    if (setting == Setting.SPOOL_HOME_FULL) {
      return isAmong(value, FULL) ? null : new Limit(FULL, setting.defaultValue());
    }
    if (setting == Setting.INSTRUMENTATIONS_OFF) {
      return instrumentations(value);
    }
    if (setting == Setting.SPOOL_SEGMENT_BYTES) {
      long bytes = SettingType.parseBytes(value);
      return between(bytes, 64L << 10, 1L << 30, "a size from 64KiB to 1GiB", "64KiB", "1GiB");
    }
    if (setting == Setting.TRACES_BUDGET) {
      long traces = Long.parseLong(value);
      return between(traces, 0, 1_000_000, "a whole number from 0 to 1000000", "0", "1000000");
    }
    if (setting == Setting.TENANT_MAX_LENGTH) {
      int length = Integer.parseInt(value);
      return between(length, 1, 128, "a whole number from 1 to 128", "1", "128");
    }
    return null;
  }

  private static Limit between(
      long value, long least, long most, String expected, String lowest, String highest) {
    if (value < least) {
      return new Limit(expected, lowest);
    }
    return value > most ? new Limit(expected, highest) : null;
  }

  private static Limit instrumentations(String value) {
    List<String> known = new ArrayList<>();
    boolean isBroken = false;
    for (String name : value.split(",")) {
      if (isAmong(name.trim(), INSTRUMENTATIONS)) {
        known.add(name.trim());
      } else {
        isBroken |= !name.isBlank();
      }
    }
    return isBroken ? new Limit("names among " + INSTRUMENTATIONS, String.join(",", known)) : null;
  }

  /** Whether it is one of the words of a list that reads well. */
  private static boolean isAmong(String value, String words) {
    for (String word : words.replace(" or ", ", ").replace(" and ", ", ").split(", ")) {
      if (word.equalsIgnoreCase(value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A limit that a value does not keep.
   *
   * @param expected ends the sentence "expected …"
   * @param instead the value that holds now; empty: none
   */
  record Limit(String expected, String instead) {}
}
