package io.heddle.audit.archive.retention;

import static io.heddle.audit.archive.retention.SealedWeeks.NOW;
import static io.heddle.audit.archive.retention.SealedWeeks.days;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.ledger.SegmentSeal;
import io.heddle.audit.archive.store.Seals;
import io.heddle.audit.archive.store.Sqlite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionEventsTest {
  @TempDir private Path path;
  private SealedWeeks weeks;

  @BeforeEach
  void sealFourWeeks() throws Exception {
    weeks = new SealedWeeks(path);
  }

  @Test
  void theLedgerTellsWhatWasHeldPrunedAndReleased() throws Exception {
    SegmentSeal first = Seals.of(1, weeks.home.segment(1)).seal();
    weeks.retention.hold("acme", "C-17", "subpoena", "legal", NOW);
    weeks.prune(days(15));
    weeks.machine.archive();

    assertThat(events())
        .containsExactly(
            new LedgerEvent.Noted(
                NOW,
                "HOLD",
                "{\"hold\":1,\"tenant\":\"acme\",\"case\":\"C-17\",\"reason\":\"subpoena\","
                    + "\"by\":\"legal\"}"),
            new LedgerEvent.Pruned(NOW, first, "older than 15 days, by tester"),
            new LedgerEvent.Noted(
                weeks.machine.now.get(),
                "MINIMUM_INDEX",
                "{\"minimum_index\":" + first.endLeaf() + ",\"pruned_leaves\":13,\"ranges\":[]}"));

    weeks.retention.release(hold -> true, "settled", "legal", NOW + 1);
    weeks.machine.archive();
    weeks.machine.archive();

    assertThat(events()).hasSize(4);
    assertThat(events().get(3).toString()).contains("RELEASED", "settled");
  }

  /** What told of it first may be in a segment that is pruned now. */
  @Test
  void aHoldThatStandsIsToldAgainWhenSegmentsArePruned() throws Exception {
    weeks.retention.hold("acme", "C-17", "subpoena", "legal", NOW);
    weeks.machine.archive();
    List<LedgerEvent> put = events();
    weeks.prune(days(15));
    weeks.machine.archive();

    assertThat(events()).hasSize(4).startsWith(put.get(0), put.get(0));
  }

  @Test
  void aRunningArchiverTakesUpWhatAnotherProcessDid() throws Exception {
    try (Archiver sidecar = weeks.machine.archiver(100, 1_000)) {
      sidecar.drain();
      for (int i = 1; i <= 5; i++) {
        weeks.retention.hold("acme", "C-" + i, "subpoena", "legal", NOW);
        sidecar.drain();
        assertThat(events()).hasSize(i);
      }
    }
  }

  @Test
  void aRegisterThatCannotBeReadStopsNoArchiver() throws Exception {
    Files.writeString(weeks.home.retention(), "dear diary, ".repeat(100));
    weeks.machine.archive();

    assertThat(weeks.machine.events()).anyMatch(event -> event.contains("retention.db"));
  }

  /** The holds and prunes among the archive's own events in the hot file, oldest first. */
  private List<LedgerEvent> events() throws Exception {
    List<LedgerEvent> events = new ArrayList<>();
    try (Connection hot = Sqlite.reading(weeks.home.hot());
        Statement statement = hot.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT body FROM event WHERE log = 0 ORDER BY seq")) {
      while (row.next()) {
        LedgerEvent event = LedgerEvent.parse(row.getBytes(1));
        if (event instanceof LedgerEvent.Noted || event instanceof LedgerEvent.Pruned) {
          events.add(event);
        }
      }
    }
    return events;
  }
}
