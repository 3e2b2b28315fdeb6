package io.heddle.exporter.telemetry.metrics;

/**
 * Durations of database operations.
 *
 * <p>Any thread. Bound: see {@link Metrics}.
 */
public final class DatabaseDurations {
  private final SeriesTable table;

  DatabaseDurations(SeriesTable table) {
    this.table = table;
  }

  /**
   * The series of these labels; nothing is allocated if it is known.
   *
   * @param system {@code db.system.name} of the semantic conventions, such as {@code postgresql}
   * @param operation {@code db.operation.name}, such as {@code SELECT}; empty if unknown
   * @param errorType {@code error.type}; empty if there was no error
   */
  public DurationSeries series(String system, String operation, String errorType) {
    return table.series(system, operation, 0, errorType);
  }
}
