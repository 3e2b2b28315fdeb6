package io.heddle.audit.archive.ledger;

import io.heddle.audit.spool.LossReason;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.privacy.KeyId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A leaf that is no operation: what else a JVM recorded, and what the archive itself has to say.
 * Immutable, as all leaves: an operation's outcome is a later leaf, never a change of an earlier.
 */
public sealed interface LedgerEvent {
  /**
   * What {@link Noted} says of a log that was archived before there was a ledger, at the beginning
   * of the ledger; the detail is {@code node/boot/last sequence number}.
   */
  String BEFORE_LEDGER = "BEFORE_LEDGER";

  /** What became of a transaction's pending writes; as in the spool. */
  record Decided(long micros, long transaction, long fromOrdinal, long toOrdinal, Outcome outcome)
      implements LedgerEvent {
    static final int KIND = 2;

    @Override
    public byte[] body() {
      return begin(KIND)
          .i64(micros)
          .i64(transaction)
          .i64(fromOrdinal)
          .i64(toOrdinal)
          .u8(outcome.code())
          .copy();
    }
  }

  /** So many operations were captured and never written. */
  record Lost(long micros, long count, LossReason reason) implements LedgerEvent {
    static final int KIND = 3;

    @Override
    public byte[] body() {
      return begin(KIND).i64(micros).i64(count).u8(reason.code()).copy();
    }
  }

  /** A JVM began to record. */
  record Booted(long micros, long pid, String node, String service, String version, String jvm)
      implements LedgerEvent {
    static final int KIND = 4;

    @Override
    public byte[] body() {
      return begin(KIND)
          .i64(micros)
          .i64(pid)
          .text(node)
          .text(service)
          .text(version)
          .text(jvm)
          .copy();
    }
  }

  /** A JVM began an orderly shutdown. */
  record Closed(long micros) implements LedgerEvent {
    static final int KIND = 5;

    @Override
    public byte[] body() {
      return begin(KIND).i64(micros).copy();
    }
  }

  /**
   * A transaction was about to commit, its writes before {@code toOrdinal} recorded.
   *
   * @param database where the database can be asked what became of it; empty: nowhere
   * @param databaseId the database's own ID of it; empty: it has none
   */
  record Intended(long micros, long transaction, long toOrdinal, String database, String databaseId)
      implements LedgerEvent {
    /** Its kind, which finds intents among other events. */
    public static final int KIND = 6;

    @Override
    public byte[] body() {
      return begin(KIND)
          .i64(micros)
          .i64(transaction)
          .i64(toOrdinal)
          .text(database)
          .text(databaseId)
          .copy();
    }
  }

  /**
   * A JVM made a key for a tenant; of the key the ledger knows its name and a hash alone.
   *
   * @param sha256 of the wrapped key as it came, in hexadecimal digits
   */
  record KeyMade(long micros, String tenant, KeyId key, String sha256) implements LedgerEvent {
    static final int KIND = 8;

    @Override
    public byte[] body() {
      return begin(KIND)
          .i64(micros)
          .text(tenant)
          .body(key.bytes())
          .body(HexFormat.of().parseHex(sha256))
          .copy();
    }
  }

  /** What else a JVM recorded: that auditing was paused, that its policy changed. */
  record AgentNoted(long micros, String what, String detail) implements LedgerEvent {
    static final int KIND = 7;

    @Override
    public byte[] body() {
      return begin(KIND).i64(micros).text(what).text(detail).copy();
    }
  }

  /** A place of a log's spool could not be read; {@code lastSeq < firstSeq}: extent unknown. */
  record Damaged(long micros, String node, long boot, long firstSeq, long lastSeq, String reason)
      implements LedgerEvent {
    static final int KIND = 16;

    /** Cuts a reason that is too long for a leaf. */
    public Damaged {
      reason = cut(reason);
    }

    @Override
    public byte[] body() {
      return begin(KIND)
          .i64(micros)
          .text(node)
          .i64(boot)
          .i64(firstSeq)
          .i64(lastSeq)
          .text(reason)
          .copy();
    }
  }

  /** A record came whose key is taken by another content; it was kept out. */
  record Conflicted(long micros, String node, long boot, long seq, String content)
      implements LedgerEvent {
    static final int KIND = 17;

    /** Cuts a content that is too long for a leaf. */
    public Conflicted {
      content = cut(content);
    }

    @Override
    public byte[] body() {
      return begin(KIND).i64(micros).text(node).i64(boot).i64(seq).text(content).copy();
    }
  }

  /** Nothing more comes from a log; so many of its writes stay undecided. */
  record Ended(long micros, String node, long boot, long undecided) implements LedgerEvent {
    static final int KIND = 18;

    @Override
    public byte[] body() {
      return begin(KIND).i64(micros).text(node).i64(boot).i64(undecided).copy();
    }
  }

  /** Between two moments so many leaves were added; 0: there was nothing. */
  record Interval(long fromMicros, long toMicros, long leaves) implements LedgerEvent {
    static final int KIND = 19;

    @Override
    public long micros() {
      return toMicros;
    }

    @Override
    public byte[] body() {
      return begin(KIND).i64(fromMicros).i64(toMicros).i64(leaves).copy();
    }
  }

  /** A segment was sealed; its bytes never change again. */
  record Sealed(long micros, SegmentSeal seal) implements LedgerEvent {
    static final int KIND = 20;

    @Override
    public byte[] body() {
      return seal.put(begin(KIND).i64(micros)).copy();
    }
  }

  /** A segment was removed, as retention asks: its leaves are a declared gap. */
  record Pruned(long micros, SegmentSeal seal, String reason) implements LedgerEvent {
    static final int KIND = 21;

    @Override
    public byte[] body() {
      return seal.put(begin(KIND).i64(micros)).text(cut(reason)).copy();
    }
  }

  /** From the next checkpoint on another key signs; both sign that one. */
  record KeyChanged(long micros, String before, String after) implements LedgerEvent {
    static final int KIND = 22;

    @Override
    public byte[] body() {
      return begin(KIND).i64(micros).text(before).text(after).copy();
    }
  }

  /**
   * A transaction whose process died before its outcome was recorded was asked about: so many of
   * its writes were still pending, and ended so. UNKNOWN: nobody could tell, and nobody is asked
   * any more.
   *
   * @param how who said so
   */
  record Resolved(
      long micros,
      String node,
      long boot,
      long transaction,
      long writes,
      Outcome outcome,
      String how)
      implements LedgerEvent {
    static final int KIND = 26;

    /** Cuts what is too long for a leaf. */
    public Resolved {
      how = cut(how);
    }

    @Override
    public byte[] body() {
      return begin(KIND)
          .i64(micros)
          .text(node)
          .i64(boot)
          .i64(transaction)
          .i64(writes)
          .u8(outcome.code())
          .text(how)
          .copy();
    }
  }

  /** Something else an auditor must know: a legal hold, a change of policy. */
  record Noted(long micros, String what, String detail) implements LedgerEvent {
    static final int KIND = 23;

    @Override
    public byte[] body() {
      return begin(KIND).i64(micros).text(what).text(cut(detail)).copy();
    }
  }

  /**
   * Keys of a tenant were destroyed: what they sealed nobody can read any more.
   *
   * @param by who erased the tenant
   * @param keys which; there may be none, and more in another leaf
   */
  record Erased(long micros, String tenant, String by, String reason, List<KeyId> keys)
      implements LedgerEvent {
    static final int KIND = 25;

    /** So many keys make a leaf of 16 KiB. */
    private static final int MOST_KEYS = 1_000;

    /** Cuts a reason that is too long for a leaf, and keeps a copy. */
    public Erased {
      reason = cut(reason);
      keys = List.copyOf(keys);
    }

    /** The leaves that tell of an erasure: one, or more if there are many keys. */
    public static List<LedgerEvent> of(
        long micros, String tenant, String by, String reason, List<KeyId> keys) {
      List<LedgerEvent> leaves = new ArrayList<>();
      int from = 0;
      do {
        int to = Math.min(keys.size(), from + MOST_KEYS);
        leaves.add(new Erased(micros, tenant, by, reason, keys.subList(from, to)));
        from = to;
      } while (from < keys.size());
      return leaves;
    }

    @Override
    public byte[] body() {
      LeafBytes body = begin(KIND).i64(micros).text(tenant).text(by).text(reason);
      body.i64(keys.size());
      keys.forEach(key -> body.body(key.bytes()));
      return body.copy();
    }
  }

  /** When it happened, by the clock of whoever recorded it. */
  long micros();

  /** The leaf behind its head: the kind, and what the kind says. */
  byte[] body();

  /**
   * Reads a body.
   *
   * @throws IllegalArgumentException if it is none that {@link #body} writes
   */
  static LedgerEvent parse(byte[] body) {
    LeafReader in = new LeafReader(body);
    return EventReader.read(in.u8(), in);
  }

  private static LeafBytes begin(int kind) {
    return new LeafBytes().clear().u8(kind);
  }

  /** Texts for people may be long; a leaf's may not. */
  private static String cut(String text) {
    int most = 4_000;
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
