package io.heddle.audit.archive.privacy;

import static io.heddle.audit.archive.Captured.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Captured;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.verify.Report;
import io.heddle.audit.archive.verify.Verifier;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.privacy.Erasures;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.TenantKey;
import io.heddle.audit.spool.privacy.TenantKeys;
import io.heddle.audit.spool.privacy.WrappedKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant is erased while agents write and archivers archive. */
class ErasureTest {
  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void newMachine() {
    machine = new Machine(home);
  }

  @Test
  void aKeyTravelsFromTheAgentToTheArchive() throws Exception {
    TenantKey key;
    try (SpoolWriter writer = machine.boot(1)) {
      key = keys(writer).key("acme");
      Machine.append(writer, Captured.request("acme", START));
    }
    machine.archive();

    assertThat(ring().kept(key.id()).orElseThrow().origin()).isEqualTo(key.origin());
    assertThat(verified().isSound()).isTrue();
  }

  @Test
  void isRefusedWhileAHoldStands() throws Exception {
    TenantKey key = archivedKey(1);
    Retention retention = new Retention(home);
    retention.hold("acme", "C-1", "subpoena", "bob", START);
    TenantErasure erasure = new TenantErasure(home);

    assertThatThrownBy(() -> erasure.erase("acme", "alice", "", START))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("hold 1 stands for tenant acme, case C-1 (subpoena)");
    assertThat(erasure.plan("acme").holds()).hasSize(1);
    assertThat(ring().state(key.id())).isEqualTo(KeyState.KEPT);

    retention.release(hold -> true, "settled", "bob", START);
    retention.hold("", "C-2", "all of it", "bob", START);
    assertThatThrownBy(() -> erasure.erase("acme", "alice", "", START))
        .hasMessageContaining("hold 2 stands for all tenants");
  }

  @Test
  void isSignedAndVerifyPasses() throws Exception {
    TenantKey key = archivedKey(1);
    assertThat(new TenantErasure(home).plan("acme").tenant().kept()).isEqualTo(1);

    assertThat(new TenantErasure(home).erase("acme", "alice", "art. 17", START)).isEqualTo(1);
    machine.archive();

    assertThat(ring().state(key.id())).isEqualTo(KeyState.ERASED);
    Report report = verified();
    assertThat(report.isSound()).as("%s", report.findings()).isTrue();
  }

  @Test
  void reachesKeysThatCameFromASpoolWrittenBefore() throws Exception {
    archivedKey(1);
    TenantKey unarchived;
    SpoolWriter writer = machine.boot(2);
    TenantKeys keys = keys(writer);
    unarchived = keys.key("acme");

    new TenantErasure(home).erase("acme", "alice", "", START);
    machine.archive();
    assertThat(ring().state(unarchived.id())).isEqualTo(KeyState.ERASED);

    keys.know(Erasures.read(new ArchiveHome(home).spool()));
    TenantKey after = keys.key("acme");
    writer.close();
    machine.archive();
    assertThat(after.id()).isNotEqualTo(unarchived.id());
    assertThat(ring().state(after.id())).isEqualTo(KeyState.KEPT);
    assertThat(verified().isSound()).isTrue();
  }

  @Test
  void aKeyThatIsReadTwiceStaysWhatItHasBecome() throws Exception {
    List<WrappedKey> made = new ArrayList<>();
    try (SpoolWriter writer = machine.boot(1)) {
      TenantKeys keys = keys(writer, key -> made.add(key) && writer.appendKey(key.bytes()));
      keys.key("acme");
      keys.key("globex");
      // As if an archiver had died between keeping the keys and committing their batch.
      new TenantKeyStore(new ArchiveHome(home)).take(made);
      Files.createDirectories(new ArchiveHome(home).archive());
      new TenantErasure(home).erase("acme", "alice", "", START);
    }
    machine.archive();

    assertThat(ring().all()).hasSize(2);
    assertThat(ring().state(made.get(0).id())).isEqualTo(KeyState.ERASED);
    assertThat(ring().kept(made.get(1).id())).contains(made.get(1));
    assertThat(verified().isSound()).as("%s", verified().findings()).isTrue();
  }

  @Test
  void needsAnArchive() {
    assertThatThrownBy(() -> new TenantErasure(home).erase("acme", "alice", "", START))
        .hasMessageContaining("there is no archive");
  }

  private TenantKey archivedKey(long boot) throws Exception {
    TenantKey key;
    try (SpoolWriter writer = machine.boot(boot)) {
      key = keys(writer).key("acme");
    }
    machine.archive();
    return key;
  }

  private static TenantKeys keys(SpoolWriter writer) throws Exception {
    return keys(writer, key -> writer.appendKey(key.bytes()));
  }

  private static TenantKeys keys(SpoolWriter writer, TenantKeys.Outlet outlet) throws Exception {
    return new TenantKeys(
        MasterKey.of(new byte[MasterKey.BYTES]),
        writer.node(),
        writer.boot(),
        100,
        Erasures.NONE,
        outlet,
        () -> START);
  }

  private TenantKeyRing ring() throws ArchiveException {
    return TenantKeyRing.of(new ArchiveHome(home));
  }

  private Report verified() throws ArchiveException {
    return Verifier.verify(home, List.of(), null, (done, total) -> {});
  }
}
