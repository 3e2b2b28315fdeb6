package io.heddle.audit.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.spool.CapturedOperation;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;

/** An operation as an agent would hand it to the spool. */
public record Captured(
    Layer layer,
    OperationType operationType,
    Outcome outcome,
    String tenant,
    String actor,
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    long startEpochMicros,
    long durationNanos,
    String target,
    String statement,
    long rows,
    int status,
    String error,
    long transaction,
    int ordinal)
    implements CapturedOperation {
  /** 2026-11-21T02:17:00Z. */
  public static final long START = 1_795_227_420_000_000L;

  /** A request that changed something, outside any transaction. */
  public static Captured request(String tenant, long startMicros) {
    return new Captured(
        Layer.HTTP_SERVER,
        OperationType.CREATE,
        Outcome.SUCCEEDED,
        tenant,
        "alice",
        0x6a2f_0000_0000_0001L,
        startMicros,
        7,
        startMicros,
        1_500_000,
        "/orders",
        "POST /orders",
        -1,
        201,
        "",
        0,
        0);
  }

  /** A write inside a transaction. */
  public static Captured write(String tenant, long transaction, int ordinal) {
    return new Captured(
        Layer.JDBC,
        OperationType.UPDATE,
        Outcome.PENDING,
        tenant,
        "alice",
        0x6a2f_0000_0000_0002L,
        transaction,
        ordinal + 1L,
        START + transaction * 1_000 + ordinal,
        250_000,
        "orders",
        "UPDATE orders SET state = ? WHERE id = ?",
        1,
        0,
        "",
        transaction,
        ordinal);
  }

  /** The same with other texts. */
  public Captured saying(String target, String statement, String error) {
    return new Captured(
        layer,
        operationType,
        outcome,
        tenant,
        actor,
        traceIdHigh,
        traceIdLow,
        spanId,
        startEpochMicros,
        durationNanos,
        target,
        statement,
        rows,
        status,
        error,
        transaction,
        ordinal);
  }

  @Override
  public byte[] tenantUtf8() {
    return tenant.getBytes(UTF_8);
  }

  @Override
  public byte[] actorUtf8() {
    return actor.getBytes(UTF_8);
  }

  @Override
  public byte[] targetUtf8() {
    return target.getBytes(UTF_8);
  }

  @Override
  public byte[] statementUtf8() {
    return statement.getBytes(UTF_8);
  }

  @Override
  public byte[] errorUtf8() {
    return error.getBytes(UTF_8);
  }
}
