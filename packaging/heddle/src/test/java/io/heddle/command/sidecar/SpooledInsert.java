package io.heddle.command.sidecar;

import io.heddle.audit.spool.CapturedOperation;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import java.nio.charset.StandardCharsets;

/** A committed insert by a tenant, as an agent would spool it. */
record SpooledInsert(String tenant, long spanId, long startEpochMicros)
    implements CapturedOperation {
  private static final byte[] NONE = {};

  @Override
  public Layer layer() {
    return Layer.JDBC;
  }

  @Override
  public OperationType operationType() {
    return OperationType.CREATE;
  }

  @Override
  public Outcome outcome() {
    return Outcome.COMMITTED;
  }

  @Override
  public byte[] tenantUtf8() {
    return tenant.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] actorUtf8() {
    return NONE;
  }

  @Override
  public long traceIdHigh() {
    return 1;
  }

  @Override
  public long traceIdLow() {
    return spanId;
  }

  @Override
  public long durationNanos() {
    return 1_000;
  }

  @Override
  public byte[] targetUtf8() {
    return "orders".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] statementUtf8() {
    return "insert into orders values (?)".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public long rows() {
    return 1;
  }

  @Override
  public int status() {
    return 0;
  }

  @Override
  public byte[] errorUtf8() {
    return NONE;
  }

  @Override
  public long transaction() {
    return 0;
  }

  @Override
  public int ordinal() {
    return 0;
  }
}
