package io.heddle.audit.archive;

import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SampleOperation;

/** Operations as an agent would hand them to the spool. */
public final class Captured {
  /** 2026-11-21T02:17:00Z. */
  public static final long START = 1_795_227_420_000_000L;

  private Captured() {}

  /** A request that changed something, outside any transaction. */
  public static SampleOperation request(String tenant, long startMicros) {
    return SampleOperation.insertBy(tenant)
        .of(Layer.HTTP_SERVER, OperationType.CREATE, Outcome.SUCCEEDED)
        .by(tenant, "alice")
        .in(0x6a2f_0000_0000_0001L, startMicros, 7)
        .at(startMicros, 1_500_000)
        .saying("/orders", "POST /orders", "")
        .answering(-1, 201);
  }

  /** A write inside a transaction. */
  public static SampleOperation write(String tenant, long transaction, int ordinal) {
    return SampleOperation.insertBy(tenant)
        .of(Layer.JDBC, OperationType.UPDATE, Outcome.PENDING)
        .by(tenant, "alice")
        .in(0x6a2f_0000_0000_0002L, transaction, ordinal + 1L)
        .at(START + transaction * 1_000 + ordinal, 250_000)
        .saying("orders", "UPDATE orders SET state = ? WHERE id = ?", "")
        .within(transaction, ordinal);
  }
}
