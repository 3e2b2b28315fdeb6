package io.heddle.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.ArchiveEvents;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ArchiveOptions;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.command.doctor.Finding.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCheckTest {
  @TempDir Path home;

  @Test
  void saysNothingWithoutAnArchive() {
    assertThat(LedgerCheck.of(home, Instant.now())).isEmpty();
  }

  @Test
  void saysWhenWhatWasSigned() throws Exception {
    archive();
    assertThat(LedgerCheck.of(home, Instant.now().plus(Duration.ofDays(9))))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.verdict()).isEqualTo(Verdict.FINE);
              assertThat(finding.detail()).startsWith("2 leaves are signed, last at 20");
            });
  }

  @Test
  void findsThatNobodySigns() throws Exception {
    archive();
    Path checkpoint = new ArchiveHome(home).tlog().resolve("checkpoint");
    Path mark = home.resolve("keys/ledger.signed");
    byte[] earlier = Files.readAllBytes(checkpoint);
    archive();
    Files.write(checkpoint, earlier);
    assertThat(one().verdict()).as("what was signed is gone").isEqualTo(Verdict.BROKEN);
    assertThat(one().detail()).contains("were signed", "the archive has ");
    Files.write(mark, earlier);
    assertThat(one().verdict()).isEqualTo(Verdict.FINE);
    Finding late = LedgerCheck.of(home, Instant.now().plus(Duration.ofMinutes(6))).get(0);
    assertThat(late.verdict()).isEqualTo(Verdict.NOTABLE);
    assertThat(late.detail()).endsWith("; 2 are not");
  }

  @Test
  void findsLostTilesBroken() throws Exception {
    archive();
    try (var tiles = Files.walk(new ArchiveHome(home).tlog().resolve("tile"))) {
      for (Path tile : tiles.filter(Files::isRegularFile).toList()) {
        Files.delete(tile);
      }
    }
    assertThat(one().verdict()).isEqualTo(Verdict.BROKEN);
    assertThat(one().advice()).contains("heddle audit ledger rebuild");
  }

  private Finding one() {
    return LedgerCheck.of(home, Instant.now()).get(0);
  }

  /** Records something; closing signs it. */
  private void archive() throws Exception {
    try (Archiver archiver = Archiver.open(home, ArchiveOptions.DEFAULT, ArchiveEvents.NONE)) {
      archiver.record(new LedgerEvent.Noted(1, "TEST", "{}"));
    }
  }
}
