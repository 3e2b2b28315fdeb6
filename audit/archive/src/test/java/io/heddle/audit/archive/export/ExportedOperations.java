package io.heddle.audit.archive.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.Captured;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.util.ArrayList;
import java.util.List;

/** Operations of every type, outcome and layer, with and without what may be missing. */
final class ExportedOperations {
  private ExportedOperations() {}

  static List<ArchivedOperation> all() {
    List<ArchivedOperation> all = new ArrayList<>();
    for (OperationType type : OperationType.values()) {
      for (Outcome outcome : Outcome.values()) {
        for (Layer layer : Layer.values()) {
          all.add(one(all.size() + 1, type, outcome, layer));
        }
      }
    }
    return all;
  }

  /** One that is understood, and one that is not. */
  private static OperationExtras extras() {
    byte[] actor =
        OperationExtras.with(
            new byte[0], OperationExtras.ACTOR_SOURCE, "principal".getBytes(UTF_8));
    return OperationExtras.of(OperationExtras.with(actor, 77, new byte[] {1}));
  }

  private static ArchivedOperation one(int seq, OperationType type, Outcome outcome, Layer layer) {
    boolean isFull = seq % 2 == 0;
    return new ArchivedOperation(
        "node-1",
        -7,
        isFull ? "orders" : "",
        new OperationRecord(
            seq,
            layer,
            type,
            outcome,
            "größe-" + seq % 3,
            isFull ? "alice" : "",
            0x6a2f_0000_0000_0001L,
            seq,
            seq,
            Captured.START + seq,
            1_500_000,
            isFull ? "orders" : "",
            isFull ? "UPDATE orders SET state = ? WHERE id = ?" : "",
            isFull ? seq : -1,
            isFull ? 201 : 0,
            isFull ? "" : "23505",
            isFull ? seq : 0,
            isFull ? 1 : 0,
            seq % 5 == 0,
            isFull ? extras() : OperationExtras.NONE));
  }
}
