package io.heddle.exporter.telemetry.scrape;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a URL's query, as HTML forms encode them: {@code tenant=acme&x=1}. */
final class Query {
  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads a query; of a parameter that is given twice the first counts.
   *
   * @throws IllegalArgumentException if it is not percent-encoded as it should be
   */
  static Query parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    int start = 0;
    while (start <= text.length()) {
      int end = text.indexOf('&', start);
      String pair = text.substring(start, end < 0 ? text.length() : end);
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      values.putIfAbsent(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      start = end < 0 ? text.length() + 1 : end + 1;
    }
    return new Query(values);
  }

  private static String decoded(String text) {
    // A head is read byte by byte; what was sent without being encoded is UTF-8 in practice.
    byte[] sent = text.getBytes(StandardCharsets.ISO_8859_1);
    return URLDecoder.decode(new String(sent, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** The value of a parameter; empty if it has none, {@code otherwise} if it is not given. */
  String value(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }
}
