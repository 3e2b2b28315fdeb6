package io.heddle.it.bench.labels.peers;

/** What stands on one page: each label once. */
public interface Page {
  /** Stands for all tenants without a label of their own, whatever the peer calls it. */
  String OTHER = "~other";

  /** A series that counts since it began, as Prometheus knows it. */
  void cumulative(String label, long value);

  /** A series that says what was added since the page before. */
  void delta(String label, long value);
}
