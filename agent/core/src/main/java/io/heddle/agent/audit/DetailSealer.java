package io.heddle.agent.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationDetail;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.privacy.RecordBinding;
import io.heddle.audit.spool.privacy.SealedDetail;
import io.heddle.audit.spool.privacy.TenantKey;
import io.heddle.audit.spool.privacy.TenantKeys;
import java.util.concurrent.atomic.LongAdder;

/** Seals detail of operations with their tenants' keys, on the thread that records them. */
final class DetailSealer {
  private final TenantKeys keys;
  private final LongAdder missing = new LongAdder();

  DetailSealer(TenantKeys keys) {
    this.keys = keys;
  }

  /**
   * Puts an operation's detail into its record, sealed; or that it is missing.
   *
   * @param able null if nothing can be sealed yet
   */
  static void seal(DetailSealer able, Operation operation) {
    SealedDetail sealed = able == null ? null : able.sealed(operation);
    operation.sealed(sealed == null ? SealedDetail.missing() : sealed.value());
  }

  /** A tenant's key; null if it cannot be recorded. */
  TenantKey key(String tenant) {
    return keys.key(tenant);
  }

  /** How often detail could not be sealed, since it was able to. */
  long missing() {
    return missing.sum();
  }

  private SealedDetail sealed(Operation operation) {
    int room = OperationExtras.roomBeside(operation) - SealedDetail.OVERHEAD_BYTES;
    String json = operation.detail().json(Math.min(room, OperationDetail.MOST_CHARS));
    SealedDetail sealed =
        json.isEmpty()
            ? null
            : keys.seal(
                operation.context().tenant().id(),
                new RecordBinding(operation.spanId(), operation.startEpochMicros()),
                json.getBytes(US_ASCII));
    if (sealed == null) {
      missing.increment();
    }
    return sealed;
  }
}
