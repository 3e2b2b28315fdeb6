package io.heddle.audit.archive.ledger;

import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a leaf says, for a person. */
public final class LeafText {
  private LeafText() {}

  /**
   * The fields of a leaf, in order.
   *
   * @throws IllegalArgumentException if it is none of a version that is known
   */
  public static Map<String, Object> fields(byte[] leaf) {
    LeafReader in = new LeafReader(leaf);
    int version = in.u8();
    if (version != LeafBytes.VERSION) {
      throw new IllegalArgumentException("leaf version " + version + " is not known");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    long boot = in.i64();
    long seq = in.i64();
    fields.put("node", in.text());
    fields.put("boot", HexFormat.of().toHexDigits(boot));
    fields.put("seq", seq);
    int kind = in.u8();
    if (kind == LeafBytes.OPERATION || kind == LeafBytes.OPERATION_WITH_EXTRAS) {
      operation(in, fields);
      if (kind == LeafBytes.OPERATION_WITH_EXTRAS) {
        extras(in, fields);
      }
      in.end();
    } else {
      LedgerEvent event = EventReader.read(kind, in);
      fields.put("kind", event.getClass().getSimpleName().toUpperCase(Locale.ROOT));
      fields.put("event", event.toString());
    }
    return fields;
  }

  private static void operation(LeafReader in, Map<String, Object> fields) {
    fields.put("kind", "OPERATION");
    fields.put("start_micros", in.i64());
    fields.put("duration_nanos", in.i64());
    HexFormat hex = HexFormat.of();
    fields.put("trace_id", hex.toHexDigits(in.i64()) + hex.toHexDigits(in.i64()));
    fields.put("span_id", hex.toHexDigits(in.i64()));
    fields.put("rows", in.i64());
    fields.put("transaction", in.i64());
    fields.put("ordinal", in.i64());
    fields.put("status", in.i64());
    fields.put("layer", Layer.ofCode(in.u8()).name());
    fields.put("type", OperationType.ofCode(in.u8()).name());
    fields.put("captured_outcome", Outcome.ofCode(in.u8()).name());
    fields.put("truncated", in.u8() != 0);
    for (String name : new String[] {"tenant", "actor", "target", "statement", "error"}) {
      fields.put(name, in.text());
    }
  }

  private static void extras(LeafReader in, Map<String, Object> fields) {
    long start = (Long) fields.get("start_micros");
    fields.put("extras", ExtraFields.of(OperationExtras.of(in.bytes(in.remaining())), start));
  }
}
