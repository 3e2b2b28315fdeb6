package io.heddle.audit.archive.privacy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.spool.privacy.Erasures;
import io.heddle.audit.spool.privacy.KeyId;
import io.heddle.audit.spool.privacy.KeyOrigin;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.PrivacyException;
import io.heddle.audit.spool.privacy.WrappedKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantKeyStoreTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path folder;
  private ArchiveHome home;
  private TenantKeyStore store;
  private MasterKey master;
  private final List<LedgerEvent> ledger = new ArrayList<>();

  private final TenantKeyStore.Recorder recorder =
      new TenantKeyStore.Recorder() {
        @Override
        public void record(LedgerEvent event) {
          ledger.add(event);
        }

        @Override
        public void makeDurable() {}
      };

  @BeforeEach
  void newStore() throws PrivacyException {
    home = new ArchiveHome(folder);
    store = new TenantKeyStore(home);
    master = MasterKey.of(new byte[MasterKey.BYTES]);
  }

  @Test
  void keepsAKeyOnceHoweverOftenItComes() throws Exception {
    WrappedKey key = key("acme", 0);
    store.take(List.of(key, key));
    new TenantKeyStore(home).take(List.of(key));

    assertThat(ring().all()).containsExactly(key);
    assertThat(ring().state(key.id())).isEqualTo(KeyState.KEPT);
    assertThat(ring().state(key("acme", 0).id())).isEqualTo(KeyState.LOST);
    assertThat(Files.getPosixFilePermissions(home.tenantKeys()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void erasesAllKeysOfATenantAndNoOthers() throws Exception {
    WrappedKey first = key("acme", 0);
    WrappedKey second = key("acme", 0);
    WrappedKey other = key("acme-2", 0);
    store.take(List.of(first, second, other));
    assertThat(store.erase("acme", "alice", "art. 17", 5)).isEqualTo(2);

    assertThat(bytes())
        .doesNotContain(hex(first.secret()))
        .doesNotContain(hex(second.secret()))
        .contains(hex(other.secret()));
    assertThat(ring().state(first.id())).isEqualTo(KeyState.ERASED);
    assertThat(ring().state(other.id())).isEqualTo(KeyState.KEPT);
    assertThat(ring().tenant("acme"))
        .isEqualTo(new TenantKeyRing.Tenant("acme", 0, 2, 5, List.of()));
    assertThat(Erasures.read(home.spool()).of("acme")).isEqualTo(1);
    store.recordNew(recorder);
    store.recordNew(recorder);
    new TenantKeyStore(home).recordNew(recorder);
    assertThat(ledger)
        .containsExactly(
            new LedgerEvent.Erased(
                5, "acme", "alice", "art. 17", List.of(first.id(), second.id())));
  }

  @Test
  void aKeyOfARunThatDidNotKnowIsDestroyedWhenItComes() throws Exception {
    store.erase("acme", "alice", "", 5);
    WrappedKey late = key("acme", 0);
    WrappedKey after = key("acme", 1);

    assertThat(store.take(List.of(late, after))).containsExactly(late);
    assertThat(store.take(List.of(late, after))).as("again").containsExactly(late);
    assertThat(bytes()).doesNotContain(hex(late.secret()));
    assertThat(ring().state(late.id())).isEqualTo(KeyState.ERASED);
    assertThat(ring().state(after.id())).isEqualTo(KeyState.KEPT);
  }

  @Test
  void eachErasureTellsOfItsOwnKeys() throws Exception {
    WrappedKey before = key("acme", 0);
    WrappedKey between = key("acme", 1);
    store.take(List.of(before));
    store.erase("acme", "a", "", 5);
    store.take(List.of(between));
    store.erase("globex", "b", "", 6);
    store.erase("acme", "c", "", 7);
    store.recordNew(recorder);

    assertThat(ledger)
        .containsExactly(
            new LedgerEvent.Erased(5, "acme", "a", "", List.of(before.id())),
            new LedgerEvent.Erased(6, "globex", "b", "", List.of()),
            new LedgerEvent.Erased(7, "acme", "c", "", List.of(between.id())));
    assertThat(Erasures.read(home.spool()).of("acme")).isEqualTo(3);
    assertThat(Erasures.read(home.spool()).of("globex")).isEqualTo(2);
  }

  @Test
  void whatWasDecidedIsFinishedAfterACrash() throws Exception {
    WrappedKey key = key("acme", 0);
    store.take(List.of(key));
    store.erase("acme", "alice", "", 5);
    // As if the process had died between the decision and the rest, with half a key overwritten.
    String text = bytes();
    String half = "0".repeat(60) + hex(key.secret()).substring(60);
    text = text.replace("0".repeat(120), half).replaceAll("(?m)^(erasure .*) 1$", "$1 0");
    Files.writeString(home.tenantKeys(), text, ISO_8859_1);
    Files.delete(home.spool().resolve(Erasures.FILE));
    assertThat(ring().state(key.id())).isEqualTo(KeyState.LOST);
    assertThat(ring().damages()).as("a crash has left it").isEmpty();

    new TenantKeyStore(home).recordNew(recorder);

    assertThat(ring().state(key.id())).isEqualTo(KeyState.ERASED);
    assertThat(bytes()).doesNotContain(hex(key.secret()).substring(60));
    assertThat(Erasures.read(home.spool()).of("acme")).isEqualTo(1);
    assertThat(ledger).hasSize(1);
  }

  @Test
  void theListOfErasuresIsMadeAnewIfItIsLost() throws Exception {
    store.erase("acme", "alice", "", 5);
    store.recordNew(recorder);
    Files.delete(home.spool().resolve(Erasures.FILE));
    new TenantKeyStore(home).recordNew(recorder);

    assertThat(Erasures.read(home.spool()).of("acme")).isEqualTo(1);
    assertThat(ledger).hasSize(1);
  }

  @Test
  void aLineCutAnywhereIsNoLineAndTheNextOneIsWhole() throws Exception {
    WrappedKey kept = key("acme", 0);
    WrappedKey torn = key("globex", 0);
    store.take(List.of(kept));
    long whole = Files.size(home.tenantKeys());
    store.take(List.of(torn));
    byte[] all = Files.readAllBytes(home.tenantKeys());
    for (int size = (int) whole; size < all.length; size += 7) {
      Files.write(home.tenantKeys(), java.util.Arrays.copyOf(all, size));
      new TenantKeyStore(home).take(List.of(torn));
      assertThat(ring().all()).as("cut at %d", size).containsExactly(kept, torn);
      assertThat(ring().damages()).isEmpty();
    }
  }

  @Test
  void aDamagedLineIsToldAndTakesNoOtherWithIt() throws Exception {
    WrappedKey first = key("acme", 0);
    WrappedKey second = key("globex", 0);
    store.take(List.of(first, second));
    String digits = hex(first.header()).substring(40);
    Files.writeString(
        home.tenantKeys(), bytes().replace(digits, "ff" + digits.substring(2)), ISO_8859_1);

    assertThat(ring().damages())
        .singleElement()
        .asString()
        .startsWith("line 2 is damaged: key ")
        .contains("of tenant acme, if that can be read");
    assertThat(ring().state(first.id())).isEqualTo(KeyState.LOST);
    assertThat(ring().state(second.id())).isEqualTo(KeyState.KEPT);
  }

  @Test
  void aSecretThatWasOverwrittenIsToldAndNotUsed() throws Exception {
    WrappedKey first = key("acme", 0);
    WrappedKey second = key("globex", 0);
    store.take(List.of(first, second));
    String digits = hex(first.secret());
    char other = digits.charAt(9) == '7' ? '8' : '7';
    Files.writeString(
        home.tenantKeys(),
        bytes().replace(digits, digits.substring(0, 9) + other + digits.substring(10)),
        ISO_8859_1);

    assertThat(ring().damages())
        .containsExactly("line 2 is damaged: the secret of key " + first.id() + " of tenant acme");
    assertThat(ring().state(first.id())).isEqualTo(KeyState.LOST);
    assertThat(ring().kept(second.id())).contains(second);
    assertThat(store.rewrap(master, otherMaster())).as("what is sound is wrapped").isEqualTo(1);
    assertThat(store.erase("acme", "alice", "", 5)).as("what is left of it goes").isEqualTo(1);
    assertThat(bytes()).doesNotContain(digits.substring(10));
    assertThat(ring().damages()).isEmpty();
  }

  /** As an earlier version wrote it: without a checksum of the secret part. */
  @Test
  void aKeyOfAnEarlierVersionIsKeptAndDestroyed() throws Exception {
    WrappedKey old = key("acme", 0);
    store.take(List.of(old));
    String line = bytes().lines().toList().get(1);
    Files.writeString(
        home.tenantKeys(), bytes().replace(line, line.substring(0, line.length() - 8)), ISO_8859_1);
    WrappedKey late = key("globex", 0);
    new TenantKeyStore(home).take(List.of(late));

    assertThat(ring().all()).containsExactly(old, late);
    assertThat(ring().damages()).isEmpty();
    assertThat(store.erase("acme", "alice", "", 5)).isEqualTo(1);
    assertThat(ring().state(old.id())).isEqualTo(KeyState.ERASED);
    assertThat(ring().kept(late.id())).contains(late);
  }

  @Test
  void aLineThatHasLostItsEndGetsItBack() throws Exception {
    WrappedKey first = key("acme", 0);
    WrappedKey second = key("globex", 0);
    store.take(List.of(first, second));
    byte[] all = Files.readAllBytes(home.tenantKeys());
    for (int at = 21; at < all.length; at++) { // behind the header
      if (all[at] == '\n') {
        byte[] flipped = all.clone();
        flipped[at] ^= 0x20;
        Files.write(home.tenantKeys(), flipped);
        assertThat(ring().damages()).as("at %d", at).singleElement().asString().contains("its end");
        assertThat(ring().all()).containsExactly(first, second);
        WrappedKey third = key("initech", 0);
        new TenantKeyStore(home).take(List.of(third));
        assertThat(ring().all()).containsExactly(first, second, third);
      }
    }
  }

  @Test
  void keysThatNobodyNeedsAreRemovedAndTheLedgerIsTold() throws Exception {
    WrappedKey kept = key("acme", 0);
    WrappedKey unused = key("acme", 0);
    WrappedKey untold = key("globex", 0);
    store.take(List.of(kept, unused, untold));
    store.erase("globex", "alice", "", 5);

    assertThat(store.remove(key -> !key.id().equals(kept.id()), "bob", 9)).isEqualTo(1);
    assertThat(ring().all()).extracting(WrappedKey::id).containsExactly(kept.id(), untold.id());
    assertThat(ring().removed()).containsExactly(unused.id());
    assertThat(bytes()).doesNotContain(hex(unused.secret()));
    store.recordNew(recorder);
    assertThat(ledger)
        .anyMatch(
            event ->
                RemovedKeys.of(event).equals(List.of(unused.id()))
                    && event.toString().contains("acme")
                    && event.toString().contains("bob"));
    assertThat(store.remove(key -> !key.id().equals(kept.id()), "bob", 9)).isEqualTo(1);
    assertThat(store.remove(key -> false, "bob", 9)).isZero();
  }

  @Test
  void refusesAFileThatIsAnotherOne() throws Exception {
    Files.createDirectories(home.tenantKeys().getParent());
    Files.writeString(home.tenantKeys(), "heddle tenant keys 2\n", StandardOpenOption.CREATE);

    assertThatThrownBy(() -> store.take(List.of(key("acme", 0))))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("use the Heddle that wrote it");
  }

  @Test
  void wrapsAnewAndLeavesWhatIsErasedErased() throws Exception {
    WrappedKey kept = key("acme", 0);
    WrappedKey erased = key("globex", 0);
    store.take(List.of(kept, erased));
    store.erase("globex", "alice", "", 5);
    MasterKey next = otherMaster();

    assertThat(store.rewrap(master, next)).isEqualTo(1);
    assertThat(store.rewrap(master, next)).as("again").isZero();

    WrappedKey anew = ring().kept(kept.id()).orElseThrow();
    assertThat(anew.master()).isEqualTo(next.id());
    assertThat(next.unwrap(anew).digest().doFinal(new byte[1]))
        .isEqualTo(master.unwrap(kept).digest().doFinal(new byte[1]));
    assertThat(ring().state(erased.id())).isEqualTo(KeyState.ERASED);
    assertThat(bytes()).doesNotContain(hex(kept.secret()));
    store.take(List.of(kept)); // from a spool that is read again: it is known
    assertThat(ring().kept(kept.id())).contains(anew);
  }

  @Test
  void rewrapsNothingIfAKeyIsForged() throws Exception {
    WrappedKey good = key("acme", 0);
    WrappedKey stolen = key("globex", 0);
    KeyOrigin forged = new KeyOrigin("acme", "node", 1, 0, 0);
    store.take(
        List.of(good, new WrappedKey(stolen.id(), stolen.master(), forged, stolen.secret())));
    MasterKey next = otherMaster();

    assertThatThrownBy(() -> store.rewrap(master, next)).isInstanceOf(PrivacyException.class);
    assertThat(ring().kept(good.id())).contains(good);
  }

  @Test
  void notesReachTheLedgerOnce() throws Exception {
    store.note("REVEALED", "{\"by\":\"alice ü\"}", 9);
    store.recordNew(recorder);
    store.recordNew(recorder);

    assertThat(ledger)
        .containsExactly(new LedgerEvent.Noted(9, "REVEALED", "{\"by\":\"alice ü\"}"));
  }

  @Test
  void manyErasedKeysMakeSeveralLeaves() {
    List<KeyId> ids = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      ids.add(key("acme", 0).id());
    }
    List<LedgerEvent> leaves = LedgerEvent.Erased.of(1, "acme", "me", "why", ids);

    assertThat(leaves).hasSize(3);
    assertThat(leaves)
        .flatExtracting(leaf -> ((LedgerEvent.Erased) leaf).keys())
        .containsExactlyElementsOf(ids);
    assertThat(leaves).allMatch(leaf -> leaf.body().length < 65_536);
  }

  private static MasterKey otherMaster() throws PrivacyException {
    byte[] other = new byte[MasterKey.BYTES];
    other[0] = 1;
    return MasterKey.of(other);
  }

  private WrappedKey key(String tenant, long erasures) {
    KeyOrigin origin = new KeyOrigin(tenant, "node", 1, 0, erasures);
    return master.wrap(master.draw(origin, RANDOM), RANDOM);
  }

  private TenantKeyRing ring() throws ArchiveException {
    return TenantKeyRing.of(home);
  }

  private String bytes() throws Exception {
    return Files.readString(home.tenantKeys(), ISO_8859_1);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
