package io.heddle.exporter.telemetry.assembly;

import io.heddle.exporter.telemetry.FinishedOperation;

/** The least an operation can be. */
record OneOperation() implements FinishedOperation {
  @Override
  public Kind kind() {
    return Kind.INTERNAL;
  }

  @Override
  public String spanName() {
    return "one";
  }

  @Override
  public long traceIdHigh() {
    return 1;
  }

  @Override
  public long traceIdLow() {
    return 2;
  }

  @Override
  public long spanId() {
    return 3;
  }

  @Override
  public long parentSpanId() {
    return 0;
  }

  @Override
  public boolean hasRemoteParent() {
    return false;
  }

  @Override
  public byte traceFlags() {
    return 1;
  }

  @Override
  public String traceState() {
    return "";
  }

  @Override
  public String tenantId() {
    return "~none";
  }

  @Override
  public long startEpochNanos() {
    return 1;
  }

  @Override
  public long endEpochNanos() {
    return 2;
  }

  @Override
  public boolean isError() {
    return false;
  }

  @Override
  public void forEachAttribute(AttributeConsumer consumer) {}
}
