package io.heddle.audit.archive.cli;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Moments as a person reads and types them.
 *
 * @param zone in which; UTC looks as in formats for programs
 */
record Times(ZoneId zone) {
  static final Times UTC = new Times(ZoneOffset.UTC);

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  /**
   * In the zone that {@code name} means, in any case.
   *
   * @throws IllegalArgumentException if it means none; the message gives examples
   */
  static Times in(String name) {
    try {
      for (String known : ZoneId.getAvailableZoneIds()) {
        if (known.equalsIgnoreCase(name)) {
          return new Times(ZoneId.of(known));
        }
      }
      return new Times(ZoneId.of(name.toUpperCase(Locale.ROOT)));
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no time zone, expected for example Europe/Berlin, UTC or +02:00"
              + nearest(name));
    }
  }

  /** A zone whose city it is, else one that is spelt nearly so. */
  private static String nearest(String name) {
    TreeSet<String> known = new TreeSet<>(ZoneId.getAvailableZoneIds());
    String city = "/" + name.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(city))
        .findFirst()
        .or(() -> NearestName.of(name, known))
        .map(zone -> "; did you mean " + zone + "?")
        .orElse("");
  }

  boolean isUtc() {
    return zone.normalized().equals(ZoneOffset.UTC);
  }

  /** What the zone is called. */
  String name() {
    return isUtc() ? "UTC" : zone.getId();
  }

  /** In a table whose head says the zone: to the millisecond. */
  String readable(long epochMicros) {
    return MILLIS.format(Moments.instant(epochMicros).atZone(zone));
  }

  /** In a sentence: to the millisecond, with the offset where it is not UTC. */
  String said(long epochMicros) {
    String moment = readable(epochMicros);
    return isUtc()
        ? moment
        : moment + " " + OFFSET.format(Moments.instant(epochMicros).atZone(zone));
  }

  /** By itself: ISO 8601 to the microsecond, with the offset. */
  String exact(long epochMicros) {
    return isUtc()
        ? Moments.exact(epochMicros)
        : MICROS.format(Moments.instant(epochMicros).atZone(zone));
  }

  /** The head of a column of times, with the zone where it is not UTC. */
  String head(String name) {
    return isUtc() ? name : name + " (" + name() + ")";
  }
}
