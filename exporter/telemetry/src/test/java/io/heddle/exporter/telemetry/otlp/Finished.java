package io.heddle.exporter.telemetry.otlp;

import io.heddle.exporter.telemetry.FinishedOperation;

/** A request that was served, with a number to tell it from others. */
record Finished(
    long spanId,
    Kind kind,
    long parentSpanId,
    boolean hasRemoteParent,
    byte traceFlags,
    boolean isError)
    implements FinishedOperation {
  static Finished served(long spanId) {
    return new Finished(spanId, Kind.SERVER, 0, false, (byte) 3, false);
  }

  @Override
  public String spanName() {
    return "GET /orders/{id}";
  }

  @Override
  public long traceIdHigh() {
    return 0x0af7651916cd43ddL;
  }

  @Override
  public long traceIdLow() {
    return 0x8448eb211c80319cL;
  }

  @Override
  public String traceState() {
    return "heddle=t:0102030405, vendor=x.y,broken";
  }

  @Override
  public String tenantId() {
    return "acme";
  }

  @Override
  public long startEpochNanos() {
    return 1_700_000_000_000_000_001L;
  }

  @Override
  public long endEpochNanos() {
    return startEpochNanos() + 5_000_000;
  }

  @Override
  public void forEachAttribute(AttributeConsumer consumer) {
    consumer.text("http.request.method", "GET");
    consumer.text("http.route", "/orders/{id}");
    consumer.number("http.response.status_code", isError ? 500 : 200);
  }
}
