package io.heddle.audit.archive.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.LossReason;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.privacy.KeyId;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Fixes the bytes of leaf version 1: whoever changes them breaks every signature ever made. */
class LeafBytesTest {
  private static final List<LedgerEvent> EVENTS =
      List.of(
          new LedgerEvent.Decided(1, 2, 0, 3, Outcome.ROLLED_BACK),
          new LedgerEvent.Lost(4, 5, LossReason.DISK_FULL),
          new LedgerEvent.Booted(6, 7, "node-1", "orders", "0.1.0", "17.0.15 größe"),
          new LedgerEvent.Closed(8),
          new LedgerEvent.Damaged(9, "node-1", -1, 10, 9, "a frame's checksum does not match"),
          new LedgerEvent.Conflicted(11, "node-1", 12, 13, "another content"),
          new LedgerEvent.Ended(14, "node-1", 15, 2),
          new LedgerEvent.Interval(16, 17, 0),
          new LedgerEvent.Sealed(18, seal()),
          new LedgerEvent.Pruned(19, seal(), "older than 400 days"),
          new LedgerEvent.KeyChanged(20, "", "heddle.archive/00+12345678+AQ=="),
          new LedgerEvent.Noted(21, "HOLD", "{\"tenant\":\"acme\"}"));

  /** Of kinds that came later, and are no part of the oldest golden file. */
  private static final LedgerEvent INTENDED =
      new LedgerEvent.Intended(22, 23, 2, "postgresql://db/orders", "748");

  private static final LedgerEvent RESOLVED =
      new LedgerEvent.Resolved(24, "node-1", 25, 26, 2, Outcome.COMMITTED, "it says so");
  private static final LedgerEvent NOTE =
      new LedgerEvent.AgentNoted(17, "POLICY_CHANGED", "{\"owner\":\"jürgen 🧵\"}");
  private static final KeyId KEY = KeyId.of(new byte[KeyId.BYTES]);
  private static final List<LedgerEvent> ALL =
      Stream.concat(
              EVENTS.stream(),
              Stream.of(
                  INTENDED,
                  RESOLVED,
                  NOTE,
                  new LedgerEvent.KeyMade(27, "acme", KEY, "cd".repeat(32)),
                  new LedgerEvent.Erased(28, "acme", "ops", "asked to", List.of(KEY, KEY))))
          .toList();

  @Test
  void laysLeavesOutAsTheGoldenFileSays() throws Exception {
    StringBuilder leaves = new StringBuilder();
    LeafBytes bytes = new LeafBytes();
    leaves.append(
        hex(
            bytes
                .begin("node-1".getBytes(UTF_8), 0x0123_4567_89ab_cdefL, 42)
                .operation(operation(OperationExtras.NONE))));
    for (int i = 0; i < EVENTS.size(); i++) {
      boolean isOfAJvm = i < 4;
      leaves.append(
          hex(
              bytes
                  .begin((isOfAJvm ? "node-1" : "").getBytes(UTF_8), isOfAJvm ? 99 : 0, i)
                  .body(EVENTS.get(i).body())));
    }
    assertThat(leaves.toString()).isEqualTo(golden("leaves-v1.txt"));
  }

  @Test
  void anOperationWithExtrasIsAKindOfItsOwnAndEndsInTheirBytes() throws Exception {
    byte[] extras = OperationExtras.with(new byte[0], 4, "principal".getBytes(UTF_8));
    byte[] leaf =
        new LeafBytes()
            .begin("node-1".getBytes(UTF_8), 0x0123_4567_89ab_cdefL, 42)
            .operation(operation(OperationExtras.of(extras)))
            .copy();
    assertThat(HexFormat.of().formatHex(leaf) + "\n").isEqualTo(golden("leaf-with-extras-v1.txt"));
    assertThat(LeafText.fields(leaf))
        .containsEntry("kind", "OPERATION")
        .containsEntry("extras", Map.of("actor_source", "principal"));
  }

  @Test
  void laysIntentAndResolutionOutAsTheirGoldenFileSays() throws Exception {
    LedgerEvent intended = new LedgerEvent.Intended(22, 23, 2, "postgresql://db/orders", "748");
    LedgerEvent resolved =
        new LedgerEvent.Resolved(24, "node-1", 25, 26, 2, Outcome.COMMITTED, "it says so");
    String leaves = hex(leafOf("node-1", 99, 7, INTENDED)) + hex(leafOf("", 0, 8, RESOLVED));
    assertThat(leaves).isEqualTo(golden("leaves-v1-intent.txt"));
  }

  private static LeafBytes leafOf(String node, long boot, long seq, LedgerEvent event) {
    return new LeafBytes().begin(node.getBytes(UTF_8), boot, seq).body(event.body());
  }

  @Test
  void laysANoteOfAJvmOutAsItsGoldenFileSays() throws Exception {
    LeafBytes leaf = new LeafBytes().begin("node-1".getBytes(UTF_8), 99, 7).body(NOTE.body());
    try (InputStream golden = getClass().getResourceAsStream("leaves-v1-note.txt")) {
      assertThat(hex(leaf)).isEqualTo(new String(golden.readAllBytes(), UTF_8));
    }
    assertThat(LeafText.fields(leaf.copy()))
        .containsEntry("node", "node-1")
        .containsEntry("seq", 7L);
  }

  @Test
  void readsEveryEventItWrites() {
    assertThat(ALL.stream().<Class<?>>map(LedgerEvent::getClass))
        .containsExactlyInAnyOrder(LedgerEvent.class.getPermittedSubclasses());
    for (LedgerEvent event : ALL) {
      assertThat(LedgerEvent.parse(event.body())).isEqualTo(event);
    }
  }

  @Test
  void refusesABodyThatIsCutOrTooLong() {
    for (LedgerEvent event : ALL) {
      byte[] body = event.body();
      for (int length = 0; length < body.length; length++) {
        byte[] cut = Arrays.copyOf(body, length);
        assertThatThrownBy(() -> LedgerEvent.parse(cut))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> LedgerEvent.parse(Arrays.copyOf(body, body.length + 1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void cutsAReasonThatIsTooLongForALeaf() {
    String reason = "x".repeat(3_999) + "😀".repeat(10);
    LedgerEvent.Damaged damaged = new LedgerEvent.Damaged(1, "node", 2, 3, 4, reason);
    assertThat(damaged.reason()).isEqualTo("x".repeat(3_999));
    assertThat(LedgerEvent.parse(damaged.body())).isEqualTo(damaged);
  }

  private static OperationRecord operation(OperationExtras extras) {
    return new OperationRecord(
        42,
        Layer.JDBC,
        OperationType.UPDATE,
        Outcome.PENDING,
        "größe-😀",
        "alice",
        0x6a2f_0000_0000_0001L,
        -2,
        7,
        1_795_227_420_000_000L,
        1_500_000,
        "orders",
        "UPDATE orders SET state = ?",
        -1,
        0,
        "",
        3,
        1,
        true,
        extras);
  }

  private static String golden(String file) throws Exception {
    try (InputStream golden = LeafBytesTest.class.getResourceAsStream(file)) {
      return new String(golden.readAllBytes(), UTF_8);
    }
  }

  private static SegmentSeal seal() {
    byte[] sha256 = new byte[32];
    Arrays.fill(sha256, (byte) 0xab);
    return new SegmentSeal(3, 4_096, sha256, 100, 200, 98);
  }

  private static String hex(LeafBytes bytes) {
    return HexFormat.of().formatHex(bytes.copy()) + "\n";
  }
}
