package io.heddle.exporter.telemetry.metrics;

/** What one label value of the tenant family counted. */
final class TenantCells {
  // A duration and an error are counted after their operation and read before it.
  static final int HTTP_REQUESTS = 0;
  static final int HTTP_NANOS = 1;
  static final int HTTP_ERRORS = 2;
  static final int DB_OPERATIONS = 3;
  static final int DB_NANOS = 4;
  static final int DB_ERRORS = 5;
  static final int WIDTH = 6;

  final String label;
  private final StripedCells cells = new StripedCells(WIDTH);

  TenantCells(String label) {
    this.label = label;
  }

  void count(int firstCell, boolean error, long durationNanos) {
    int stripe = cells.stripe();
    cells.add(stripe, firstCell, 1);
    cells.add(stripe, firstCell + 1, Math.max(0, durationNanos));
    if (error) {
      cells.add(stripe, firstCell + 2, 1);
    }
  }

  long[] snapshot() {
    return cells.sums();
  }
}
