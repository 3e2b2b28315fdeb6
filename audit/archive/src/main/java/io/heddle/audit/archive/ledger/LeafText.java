package io.heddle.audit.archive.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
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
    try {
      ByteBuffer in = ByteBuffer.wrap(leaf);
      int version = in.get();
      if (version != LeafBytes.VERSION) {
        throw new IllegalArgumentException("leaf version " + version + " is not known");
      }
      Map<String, Object> fields = new LinkedHashMap<>();
      long boot = in.getLong();
      long seq = in.getLong();
      String node = text(in);
      fields.put("node", node);
      fields.put("boot", HexFormat.of().toHexDigits(boot));
      fields.put("seq", seq);
      int kind = in.get(in.position());
      if (kind == LeafBytes.OPERATION || kind == LeafBytes.OPERATION_WITH_EXTRAS) {
        in.get();
        operation(in, fields);
        if (kind == LeafBytes.OPERATION_WITH_EXTRAS) {
          extras(in, fields);
        }
      } else {
        byte[] body = new byte[in.remaining()];
        in.get(body);
        LedgerEvent event = LedgerEvent.parse(body);
        fields.put("kind", event.getClass().getSimpleName().toUpperCase(Locale.ROOT));
        fields.put("event", event.toString());
      }
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes too many");
      }
      return fields;
    } catch (BufferUnderflowException | IndexOutOfBoundsException tooShort) {
      throw new IllegalArgumentException("the leaf is too short", tooShort);
    }
  }

  private static void operation(ByteBuffer in, Map<String, Object> fields) {
    fields.put("kind", "OPERATION");
    fields.put("start_micros", in.getLong());
    fields.put("duration_nanos", in.getLong());
    HexFormat hex = HexFormat.of();
    fields.put("trace_id", hex.toHexDigits(in.getLong()) + hex.toHexDigits(in.getLong()));
    fields.put("span_id", hex.toHexDigits(in.getLong()));
    fields.put("rows", in.getLong());
    fields.put("transaction", in.getLong());
    fields.put("ordinal", in.getLong());
    fields.put("status", in.getLong());
    fields.put("layer", Layer.ofCode(in.get()).name());
    fields.put("type", OperationType.ofCode(in.get()).name());
    fields.put("captured_outcome", Outcome.ofCode(in.get()).name());
    fields.put("truncated", in.get() != 0);
    for (String name : new String[] {"tenant", "actor", "target", "statement", "error"}) {
      fields.put(name, text(in));
    }
  }

  private static void extras(ByteBuffer in, Map<String, Object> fields) {
    byte[] block = new byte[in.remaining()];
    in.get(block);
    long start = (Long) fields.get("start_micros");
    fields.put("extras", ExtraFields.of(OperationExtras.of(block), start));
  }

  private static String text(ByteBuffer in) {
    byte[] utf8 = new byte[in.getShort() & 0xffff];
    in.get(utf8);
    return new String(utf8, UTF_8);
  }
}
