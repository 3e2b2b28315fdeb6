package io.heddle.audit.archive.ledger;

import io.heddle.audit.archive.ledger.LedgerEvent.AgentNoted;
import io.heddle.audit.archive.ledger.LedgerEvent.Booted;
import io.heddle.audit.archive.ledger.LedgerEvent.Closed;
import io.heddle.audit.archive.ledger.LedgerEvent.Conflicted;
import io.heddle.audit.archive.ledger.LedgerEvent.Damaged;
import io.heddle.audit.archive.ledger.LedgerEvent.Decided;
import io.heddle.audit.archive.ledger.LedgerEvent.Ended;
import io.heddle.audit.archive.ledger.LedgerEvent.Erased;
import io.heddle.audit.archive.ledger.LedgerEvent.Intended;
import io.heddle.audit.archive.ledger.LedgerEvent.Interval;
import io.heddle.audit.archive.ledger.LedgerEvent.KeyChanged;
import io.heddle.audit.archive.ledger.LedgerEvent.KeyMade;
import io.heddle.audit.archive.ledger.LedgerEvent.Lost;
import io.heddle.audit.archive.ledger.LedgerEvent.Noted;
import io.heddle.audit.archive.ledger.LedgerEvent.Pruned;
import io.heddle.audit.archive.ledger.LedgerEvent.Resolved;
import io.heddle.audit.archive.ledger.LedgerEvent.Sealed;
import io.heddle.audit.archive.tlog.TreeHash;
import io.heddle.audit.spool.LossReason;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.privacy.KeyId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads the body of an event: each kind as its {@link LedgerEvent#body} wrote it. */
final class EventReader {
  private EventReader() {}

  /**
   * An event of that kind, whose fields come next; nothing may follow them.
   *
   * @throws IllegalArgumentException if it is none that {@link LedgerEvent#body} writes
   */
  static LedgerEvent read(int kind, LeafReader in) {
    LedgerEvent event = event(kind, in);
    in.end();
    return event;
  }

  private static LedgerEvent event(int kind, LeafReader in) {
    return switch (kind) {
      case Decided.KIND -> new Decided(in.i64(), in.i64(), in.i64(), in.i64(), outcome(in));
      case Lost.KIND -> new Lost(in.i64(), in.i64(), LossReason.ofCode(in.u8()));
      case Booted.KIND ->
          new Booted(in.i64(), in.i64(), in.text(), in.text(), in.text(), in.text());
      case Closed.KIND -> new Closed(in.i64());
      case Intended.KIND -> new Intended(in.i64(), in.i64(), in.i64(), in.text(), in.text());
      case AgentNoted.KIND -> new AgentNoted(in.i64(), in.text(), in.text());
      case KeyMade.KIND -> new KeyMade(in.i64(), in.text(), key(in), sha256(in));
      case Damaged.KIND ->
          new Damaged(in.i64(), in.text(), in.i64(), in.i64(), in.i64(), in.text());
      case Conflicted.KIND -> new Conflicted(in.i64(), in.text(), in.i64(), in.i64(), in.text());
      case Ended.KIND -> new Ended(in.i64(), in.text(), in.i64(), in.i64());
      case Interval.KIND -> new Interval(in.i64(), in.i64(), in.i64());
      case Sealed.KIND -> new Sealed(in.i64(), SegmentSeal.get(in));
      case Pruned.KIND -> new Pruned(in.i64(), SegmentSeal.get(in), in.text());
      case KeyChanged.KIND -> new KeyChanged(in.i64(), in.text(), in.text());
      case Noted.KIND -> new Noted(in.i64(), in.text(), in.text());
      case Erased.KIND -> new Erased(in.i64(), in.text(), in.text(), in.text(), keys(in));
      case Resolved.KIND ->
          new Resolved(in.i64(), in.text(), in.i64(), in.i64(), in.i64(), outcome(in), in.text());
      default -> throw new IllegalArgumentException("a leaf of unknown kind " + kind);
    };
  }

  private static Outcome outcome(LeafReader in) {
    return Outcome.ofCode(in.u8());
  }

  private static KeyId key(LeafReader in) {
    return KeyId.of(in.bytes(KeyId.BYTES));
  }

  private static List<KeyId> keys(LeafReader in) {
    long count = in.i64();
    if (count < 0 || count > in.remaining() / KeyId.BYTES) {
      throw new IllegalArgumentException(count + " keys do not fit");
    }
    List<KeyId> keys = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      keys.add(key(in));
    }
    return keys;
  }

  private static String sha256(LeafReader in) {
    return HexFormat.of().formatHex(in.bytes(TreeHash.BYTES));
  }
}
