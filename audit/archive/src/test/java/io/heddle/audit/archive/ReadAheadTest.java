package io.heddle.audit.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.ledger.LeafHasher;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.archive.store.Batch;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadAheadTest {
  @TempDir private Path folder;
  private final ReadAhead ahead = new ReadAhead();

  @Test
  void archivesOnceWhatWasReadAheadAndNotStored() throws Exception {
    Machine machine = new Machine(folder);
    try (SpoolWriter writer = machine.boot(1)) {
      for (int i = 0; i < 100; i++) {
        Machine.append(writer, Captured.request("t", Captured.START + i));
      }
      try (Archiver archiver = machine.archiver(10, 1_000)) {
        archiver.drainOnce(); // the next ten are being read when it is closed
        assertThat(archiver.progress().recordsArchived()).isLessThan(100);
      }
      try (Archiver archiver = machine.archiver(10, 1_000)) {
        archiver.drain();
        assertThat(archiver.progress().duplicates()).isZero();
      }
    }
    assertThat(machine.answers(AuditQuery.all(0))).hasSize(100);
  }

  @Test
  void handsOutWhatReadingHasThrown() throws Exception {
    IOException failure = new IOException("gone");
    ReadAhead.Begun begun = begin(failure).orElseThrow();
    begun.settle();
    assertThatThrownBy(begun::take).isSameAs(failure);
    begin(failure).orElseThrow().drop();
  }

  @Test
  void refusesWhatWouldBeTooMuchUntilSomethingIsTaken() throws Exception {
    CountDownLatch mayRead = new CountDownLatch(1);
    List<ReadAhead.Begun> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiting.add(
          ahead
              .begin(
                  () -> {
                    mayRead.await();
                    return nothing();
                  })
              .orElseThrow());
    }
    assertThat(ahead.begin(ReadAheadTest::nothing)).isEmpty();
    mayRead.countDown();
    assertThat(waiting.get(0).take().records()).isZero();
    assertThat(ahead.begin(ReadAheadTest::nothing)).isPresent();
  }

  private Optional<ReadAhead.Begun> begin(IOException failure) {
    return ahead.begin(
        () -> {
          throw failure;
        });
  }

  private static Reading nothing() {
    Batch batch = new Batch(new LeafHasher("node", 1));
    return new Reading(
        0, batch, List.of(), List.of(), SpoolPosition.START, false, Optional.empty());
  }
}
