package io.heddle.exporter.telemetry.metrics;

import java.util.List;

/**
 * The values of a series' labels. A key that needs no object to ask with: see {@link #hash} and
 * {@link #are}.
 *
 * @param first the HTTP method, or the database system
 * @param second the route, the server's address or the database operation
 * @param status the HTTP status; 0 if there is none
 * @param errorType empty if there was no error
 */
record LabelValues(String first, String second, int status, String errorType) {
  static final String OTHER = "~other";

  /** The labels of the series that takes what a full family has no room for. */
  static final LabelValues OVERFLOW = new LabelValues(OTHER, OTHER, 0, OTHER);

  static int hash(String first, String second, int status, String errorType) {
    int hash = (first.hashCode() * 31 + second.hashCode()) * 31 + status;
    hash = (hash * 31 + errorType.hashCode()) * 0x9e3779b9;
    return hash ^ hash >>> 16;
  }

  boolean are(String first, String second, int status, String errorType) {
    return this.status == status
        && this.second.equals(second)
        && this.first.equals(first)
        && this.errorType.equals(errorType);
  }

  /** In the order of the family's label names, of which there are four or three. */
  List<String> asList(boolean hasStatus) {
    if (!hasStatus) {
      return List.of(first, second, errorType);
    }
    String statusText = this == OVERFLOW ? OTHER : status == 0 ? "" : Integer.toString(status);
    return List.of(first, second, statusText, errorType);
  }
}
