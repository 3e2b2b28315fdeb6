package io.heddle.exporter.telemetry.otlp;

import java.util.Locale;

/** Why a span that was wanted did not arrive. */
public enum SpanLoss {
  /** The ring was full: the collector, or the exporter's thread, does not keep up. */
  QUEUE_FULL,
  /** The collector did not take the batch within its time limit, or refused it. */
  EXPORT_FAILED,
  /** The process was ending. */
  CLOSED;

  /** The reason as a label value. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
