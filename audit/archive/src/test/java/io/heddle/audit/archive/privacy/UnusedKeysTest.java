package io.heddle.audit.archive.privacy;

import static io.heddle.audit.archive.Captured.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Captured;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.retention.RetentionPolicy;
import io.heddle.audit.archive.verify.Report;
import io.heddle.audit.archive.verify.Verifier;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.privacy.Erasures;
import io.heddle.audit.spool.privacy.KeyId;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.TenantKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which keys go with the segments, and which stay. */
class UnusedKeysTest {
  @TempDir private Path folder;

  private Machine machine;
  private ArchiveHome home;
  private Retention retention;
  private UnusedKeys unused;
  private KeyId key;

  /** A run that has ended, with a key of acme's and a record in segment 1. */
  @BeforeEach
  void seal() throws Exception {
    machine = new Machine(folder);
    home = new ArchiveHome(folder);
    retention = new Retention(folder);
    unused = new UnusedKeys(folder);
    try (SpoolWriter writer = machine.boot(1)) {
      key = key(writer, "acme");
      Machine.append(writer, Captured.request("acme", START));
    }
    seal(1);
  }

  @Test
  void aKeyGoesWithTheLastSegmentOfItsRun() throws Exception {
    assertThat(unused.remove("tester", START)).as("it is needed").isZero();
    assertThat(unused.count(Set.of(1L))).isEqualTo(1);
    assertThat(unused.count(Set.of(2L))).isZero();
    prune();
    assertThat(unused.remove("tester", START)).isEqualTo(1);
    assertThat(TenantKeyRing.of(home).all()).isEmpty();
    assertThat(unused.remove("tester", START)).as("once").isZero();

    machine.now.addAndGet(5_000_000);
    machine.archive();
    Report report = verified();
    assertThat(report.isSound()).as("%s", report.findings()).isTrue();
    assertThat(report.findings()).as("nor is it lost").noneMatch(it -> it.text().contains("lost"));
  }

  @Test
  void aKeyOfARunThatLivesStays() throws Exception {
    try (SpoolWriter writer = machine.boot(2)) {
      key(writer, "beta");
      Machine.append(writer, Captured.request("beta", START + 1));
      seal(2);
      prune();
      assertThat(unused.remove("tester", START)).as("that of the first run").isEqualTo(1);
      assertThat(TenantKeyRing.of(home).all())
          .extracting(it -> it.origin().tenant())
          .containsExactly("beta");
    }
  }

  @Test
  void aKeyOfARecordInTheHotFileStays() throws Exception {
    try (SpoolWriter writer = machine.boot(2)) {
      key(writer, "beta");
      Machine.append(writer, Captured.request("beta", START + 1));
    }
    machine.archive();
    prune();
    assertThat(unused.remove("tester", START)).isEqualTo(1);
    assertThat(TenantKeyRing.of(home).state(key)).isEqualTo(KeyState.LOST);
    assertThat(TenantKeyRing.of(home).all()).hasSize(1);
  }

  @Test
  void aKeyUnderHoldStays() throws Exception {
    prune();
    retention.hold("acme", "C-1", "subpoena", "tester", START);
    assertThat(unused.remove("tester", START)).isZero();
    assertThat(TenantKeyRing.of(home).state(key)).isEqualTo(KeyState.KEPT);
    retention.release(hold -> true, "settled", "tester", START);
    assertThat(unused.remove("tester", START)).isEqualTo(1);
  }

  @Test
  void anArchiveWithoutKeysGetsNone() throws Exception {
    Path other = folder.resolve("other");
    assertThat(new UnusedKeys(other).remove("tester", START)).isZero();
    assertThat(new ArchiveHome(other).tenantKeys()).doesNotExist();
  }

  private void seal(int expected) throws Exception {
    machine.now.addAndGet(5_000_000);
    try (Archiver archiver = machine.archiver(100, 1_000)) {
      archiver.drain();
      archiver.seal();
    }
    assertThat(home.segments()).hasSize(expected);
  }

  private void prune() throws Exception {
    retention.prune(new RetentionPolicy(0, 1), START + 10_000_000, "tester");
  }

  private static KeyId key(SpoolWriter writer, String tenant) throws Exception {
    return new TenantKeys(
            MasterKey.of(new byte[MasterKey.BYTES]),
            writer.node(),
            writer.boot(),
            100,
            Erasures.NONE,
            made -> writer.appendKey(made.bytes()),
            () -> START)
        .key(tenant)
        .id();
  }

  private Report verified() throws Exception {
    return Verifier.verify(folder, List.of(), null, (done, total) -> {});
  }
}
