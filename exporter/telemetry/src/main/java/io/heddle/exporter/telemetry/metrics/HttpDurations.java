package io.heddle.exporter.telemetry.metrics;

/**
 * Durations of HTTP requests, served or made.
 *
 * <p>Any thread. Bound: see {@link Metrics}.
 */
public final class HttpDurations {
  private final SeriesTable table;

  HttpDurations(SeriesTable table) {
    this.table = table;
  }

  /**
   * The series of these labels; nothing is allocated if it is known.
   *
   * @param method the request's method; one that no standard knows counts as {@code _OTHER}
   * @param place the route of a request served, the server's address of a request made; empty if
   *     unknown. Of low cardinality: whatever goes beyond the bound counts as {@code ~other}
   * @param status the HTTP status; 0 if there was no answer
   * @param errorType {@code error.type} of the semantic conventions; empty if there was no error
   */
  public DurationSeries series(String method, String place, int status, String errorType) {
    return table.series(known(method), place, status, errorType);
  }

  /** RFC 9110, RFC 5789 (PATCH) and QUERY, the methods that the semantic conventions name. */
  private static String known(String method) {
    return switch (method) {
      case "GET",
          "POST",
          "PUT",
          "DELETE",
          "HEAD",
          "PATCH",
          "OPTIONS",
          "TRACE",
          "CONNECT",
          "QUERY" ->
          method;
      default -> "_OTHER";
    };
  }
}
