package io.heddle.audit.archive.retention;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.retention.SealedWeeks.DAY_MICROS;
import static io.heddle.audit.archive.retention.SealedWeeks.NOW;
import static io.heddle.audit.archive.retention.SealedWeeks.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.archive.store.KeyRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  @TempDir private Path path;
  private SealedWeeks weeks;
  private Retention retention;

  @BeforeEach
  void sealFourWeeks() throws Exception {
    weeks = new SealedWeeks(path);
    retention = weeks.retention;
  }

  @Test
  void removesSegmentsWhoseNewestRecordIsTooOldAndRecordsThem() throws Exception {
    PrunePlan plan = weeks.prune(days(15));

    assertThat(weeks.segments()).containsExactly(3L, 4L);
    assertThat(plan.removedRecords()).isEqualTo(20);
    assertThat(plan.kept()).isEqualTo(2);
    List<PrunedSegment> pruned = retention.pruned(Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(pruned).hasSize(2).allMatch(PrunedSegment::isRemoved);
    PrunedSegment first = pruned.get(0);
    assertThat(first.segment().number()).isEqualTo(1);
    assertThat(first.segment().records()).isEqualTo(10);
    assertThat(first.segment().firstMicros()).isEqualTo(START);
    assertThat(first.segment().lastMicros()).isEqualTo(START + 6 * DAY_MICROS + 6);
    assertThat(first.prunedMicros()).isEqualTo(NOW);
    assertThat(first.prunedBy()).isEqualTo("tester");
    assertThat(first.reason()).isEqualTo("older than 15 days");
    assertThat(first.keys()).extracting(KeyRange::boot).containsExactly(1L, 2L);
    assertThat(first.mayHaveHeld(2, 2)).isTrue();
    assertThat(first.mayHaveHeld(2, 99)).isFalse();
  }

  @Test
  void neverTouchesWhatIsNotSealed() throws Exception {
    weeks.prune(new RetentionPolicy(1, 1));

    assertThat(weeks.segments()).isEmpty();
    assertThat(weeks.machine.all()).hasSize(3);
  }

  @Test
  void neverTouchesASegmentThatTheHotFileHasNotCounted() throws Exception {
    Files.copy(weeks.home.segment(1), weeks.home.segment(5));

    weeks.prune(new RetentionPolicy(1, 0));

    assertThat(weeks.segments()).containsExactly(5L);
  }

  @Test
  void keepsTheNewestSegmentsThatFit() throws Exception {
    long size = Files.size(weeks.home.segment(4)) + Files.size(weeks.home.segment(3));

    PrunePlan plan = weeks.prune(new RetentionPolicy(0, size));

    assertThat(weeks.segments()).containsExactly(3L, 4L);
    assertThat(plan.pruned())
        .allMatch(step -> step.reason().equals("beyond " + size + " bytes of segments"));
    assertThat(weeks.prune(new RetentionPolicy(0, size - 1)).pruned()).hasSize(1);
    assertThat(weeks.segments()).containsExactly(4L);
  }

  @Test
  void aDryRunSaysTheSameAndDoesNothing() throws Exception {
    PrunePlan plan = retention.plan(days(15), NOW);

    assertThat(weeks.segments()).hasSize(4);
    assertThat(weeks.home.retention()).doesNotExist();
    assertThat(weeks.prune(days(15))).isEqualTo(plan);
  }

  @Test
  void removesNothingWithoutALimit() throws Exception {
    assertThat(weeks.prune(RetentionPolicy.EVERYTHING).pruned()).isEmpty();
    assertThat(weeks.home.retention()).as("no need of a register").doesNotExist();
  }

  @Test
  void keepsTheSegmentsOfATenantUnderHoldUntilItIsReleased() throws Exception {
    Hold hold = retention.hold("acme", "C-17", "subpoena", "legal", NOW);

    PrunePlan plan = weeks.prune(days(8));

    assertThat(weeks.segments()).containsExactly(2L, 4L);
    assertThat(plan.held())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.segment().number()).isEqualTo(2);
              assertThat(step.reason()).isEqualTo("hold 1 (tenant acme, case C-17)");
            });
    assertThat(retention.release(one -> one.id() == hold.id(), "settled", "legal", NOW + 1))
        .hasSize(1);
    weeks.prune(days(8));
    assertThat(weeks.segments()).containsExactly(4L);
    assertThat(retention.holds())
        .containsExactly(
            new Hold(1, "acme", "C-17", "subpoena", "legal", NOW, "legal", NOW + 1, "settled"));
  }

  @Test
  void aHoldWithoutATenantKeepsEverything() throws Exception {
    retention.hold("", "C-18", "subpoena", "legal", NOW);

    assertThat(weeks.prune(days(1)).held()).hasSize(4);
    assertThat(weeks.segments()).hasSize(4);
  }

  @Test
  void keepsWhatCannotBeReadWhileATenantIsUnderHold() throws Exception {
    retention.plan(days(1), NOW); // describes the segments
    retention.hold("nobody", "", "in doubt", "legal", NOW);
    var modified = Files.getLastModifiedTime(weeks.home.segment(3));
    Files.write(weeks.home.segment(3), new byte[(int) Files.size(weeks.home.segment(3))]);
    Files.setLastModifiedTime(weeks.home.segment(3), modified);

    weeks.prune(days(1));

    assertThat(weeks.segments()).containsExactly(3L);
  }

  @Test
  void refusesASecondHoldOfTheSameKindAndReleasesNothingTwice() throws Exception {
    retention.hold("acme", "", "subpoena", "legal", NOW);

    assertThatThrownBy(() -> retention.hold("acme", "", "again", "legal", NOW))
        .isInstanceOf(ArchiveException.class)
        .hasMessage("hold 1 stands already for tenant acme");
    assertThat(retention.hold("acme", "C-2", "another case", "legal", NOW).id()).isEqualTo(2);
    assertThat(retention.release(one -> one.tenant().equals("acme"), "", "legal", NOW)).hasSize(2);
    assertThat(retention.release(one -> true, "", "legal", NOW)).isEmpty();
    assertThat(retention.hold("acme", "", "anew", "legal", NOW).id()).isEqualTo(3);
  }

  @Test
  void worksBesideARunningArchiver() throws Exception {
    try (Archiver sidecar = weeks.machine.archiver(100, 1_000)) {
      retention.hold("acme", "", "subpoena", "legal", NOW);
      weeks.prune(days(8));
      assertThat(weeks.segments()).containsExactly(2L, 4L);
      sidecar.drain();
      sidecar.seal();
      assertThat(weeks.segments()).containsExactly(2L, 4L, 5L);
    }
    assertThat(weeks.machine.all()).hasSize(23);
  }

  @Test
  void aReaderGoesOnWhileSegmentsArePruned() throws Exception {
    try (ArchiveReader reader = new ArchiveReader(path)) {
      AuditQuery all = AuditQuery.all(0);
      assertThat(reader.answer(all, operation -> true)).isEqualTo(43);
      Thread pruning =
          new Thread(
              () -> {
                try {
                  for (long days = 28; days > 0; days -= 7) {
                    weeks.prune(days(days));
                  }
                } catch (Exception failure) {
                  weeks.machine.events().add(failure.toString());
                }
              });
      pruning.start();
      long before = 43;
      while (pruning.isAlive()) {
        long now = reader.answer(all, operation -> true);
        assertThat(now).isLessThanOrEqualTo(before).isGreaterThanOrEqualTo(3);
        before = now;
      }
      pruning.join();
      assertThat(weeks.machine.events()).noneMatch(event -> event.contains("Exception"));
      assertThat(reader.answer(all, operation -> true)).isEqualTo(3);
      assertThat(reader.pruned(all)).hasSize(4);
    }
  }

  @Test
  void refusesARegisterThatIsNone() throws Exception {
    Files.copy(weeks.home.hot(), weeks.home.retention());

    assertThatThrownBy(() -> weeks.prune(days(15)))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("is no register of retention");
    assertThat(weeks.segments()).hasSize(4);
  }
}
