package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ledger.LeafBytes;
import java.util.Map;

/** Lays a row out as a leaf, from {@code docs/formats/LEDGER.md} and not from the writer's code. */
final class RowLeaf {
  private static final int OPERATION = 1;
  private static final int OPERATION_WITH_EXTRAS = 24;
  private static final int PENDING = 0;
  private static final byte[] MISSING = {};

  private final LeafBytes bytes = new LeafBytes();
  private final Map<Long, byte[]> texts;

  RowLeaf(Map<Long, byte[]> texts) {
    this.texts = texts;
  }

  /** The leaf of a row; null if a text of it is not in the file. */
  LeafBytes of(Row row, byte[] node, long boot) {
    return of(row, node, boot, row.seq());
  }

  /** The leaf of a row if it had another sequence number. */
  LeafBytes of(Row row, byte[] node, long boot, long seq) {
    long[] v = row.values;
    byte[] extra = row.extra();
    bytes.begin(node, boot, seq).u8(extra.length == 0 ? OPERATION : OPERATION_WITH_EXTRAS);
    bytes.i64(v[Row.START]).i64(v[Row.DURATION]);
    bytes.i64(v[Row.TRACE_HIGH]).i64(v[Row.TRACE_LOW]).i64(v[Row.SPAN]);
    bytes.i64(v[Row.ROWS]).i64(v[Row.TXN]).i64(v[Row.ORDINAL]).i64(v[Row.STATUS]);
    bytes.u8((int) v[Row.LAYER]).u8((int) v[Row.TYPE]);
    bytes.u8(row.wasPending() ? PENDING : (int) v[Row.OUTCOME]);
    bytes.u8((int) v[Row.TRUNCATED]);
    boolean hasAll =
        text(v[Row.TENANT])
            & text(v[Row.ACTOR])
            & text(v[Row.TARGET])
            & text(v[Row.STATEMENT])
            & text(v[Row.ERROR]);
    bytes.body(extra);
    return hasAll ? bytes : null;
  }

  private boolean text(long id) {
    byte[] utf8 = texts.get(id);
    bytes.text(utf8 == null || utf8.length > 0xffff ? MISSING : utf8);
    return utf8 != null && utf8.length <= 0xffff;
  }
}
