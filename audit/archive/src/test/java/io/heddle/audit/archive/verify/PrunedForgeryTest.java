package io.heddle.audit.archive.verify;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.retention.RetentionPolicy;
import io.heddle.audit.archive.tlog.Tile;
import io.heddle.audit.archive.tlog.TreeHash;
import io.heddle.audit.archive.verify.Finding.Kind;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Forgeries of an archive of which retention has removed so much that the ledger cannot vouch for
 * every file: segment 2 is under hold, and segment 3, which had its seal, is gone.
 */
class PrunedForgeryTest {
  private static final int RECORDS = 300;

  /** Does it. */
  private interface Deed {
    void to(PrunedForgeryTest archive) throws Exception;
  }

  /** What is done, and as what it must be found where. */
  private record Forgery(String name, Kind kind, String where, Deed deed) {
    @Override
    public String toString() {
      return name;
    }
  }

  @TempDir private Path path;

  private Machine machine;
  private ArchiveHome home;
  private Retention retention;
  private byte[] tile;
  private byte[] segment;
  private int boots;

  @BeforeEach
  void prune() throws Exception {
    machine = new Machine(path);
    home = new ArchiveHome(path);
    retention = new Retention(path);
    for (int i = 0; i < 4; i++) {
      addSegment();
    }
    tile = Files.readAllBytes(home.tlog().resolve("tile/0/000"));
    segment = Files.readAllBytes(home.segment(1));
    retention.hold("tenant-2", "c1", "subpoena", "tester", START);
    pruneAllBut(1);
    addSegment();
    addSegment();
    pruneAllBut(1);
  }

  @Test
  void nothingIsFoundBeforeAnythingIsDone() throws Exception {
    assertThat(home.segments()).contains(2L).doesNotContain(1L, 3L, 4L);
    Report report = verify();
    assertThat(report.isSound()).as(report.toString()).isTrue();
    assertThat(report.findings())
        .anyMatch(found -> found.text().contains("seal of archive/segment-0000000000000002.db"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forgeries")
  void isFound(Forgery forgery) throws Exception {
    forgery.deed.to(this);
    Report report = verify();
    assertThat(report.isSound()).as(report.toString()).isFalse();
    assertThat(report.findings())
        .anyMatch(
            found ->
                found.kind() == forgery.kind
                    && (found.record() + " " + found.file() + " " + found.text())
                        .contains(forgery.where));
  }

  private static Stream<Forgery> forgeries() {
    String second = "segment-0000000000000002.db";
    return Stream.of(
        new Forgery(
            "a view of a segment without seal leaves rows out",
            Kind.DERIVED,
            second,
            archive ->
                archive.segment(
                    2,
                    "DROP VIEW operation",
                    "CREATE VIEW operation AS SELECT * FROM entry WHERE seq > 9")),
        new Forgery(
            "two indices of a segment without seal have changed places",
            Kind.DERIVED,
            second,
            archive ->
                archive.segment(
                    2,
                    "PRAGMA writable_schema = ON",
                    "CREATE TEMP TABLE root AS SELECT name, rootpage FROM sqlite_schema",
                    "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM root WHERE name ="
                        + " iif(sqlite_schema.name = 'entry_time', 'entry_trace', 'entry_time'))"
                        + " WHERE name IN ('entry_time', 'entry_trace')")),
        new Forgery(
            "a segment without seal says it holds nothing of that time",
            Kind.DERIVED,
            second,
            archive -> archive.segment(2, "UPDATE file SET first_micros = 1, last_micros = 1")),
        new Forgery(
            "a segment of a version that had no ledger",
            Kind.SEGMENT,
            "segment-0000000000000007.db",
            archive -> {
              Files.copy(archive.home.segment(2), archive.home.segment(7));
              archive.segment(7, "PRAGMA user_version = 1");
              archive.hot("UPDATE file SET next_segment = 8");
            }),
        new Forgery(
            "a pruned segment is there again, as somebody likes it, with its tile",
            Kind.SEGMENT,
            "segment-0000000000000001.db",
            archive -> {
              Files.write(archive.home.segment(1), archive.segment);
              archive.segment(1, "UPDATE entry SET status = 599 WHERE seq = 7");
              archive.forgeTile(archive.home.segment(1));
            }),
        new Forgery(
            "a record of a pruned segment is in the hot file, with its tile",
            Kind.INSERTED,
            "node/1/7",
            archive -> {
              archive.hot(
                  "INSERT INTO text VALUES (1, 'forged')",
                  "INSERT INTO entry SELECT id, 7, 1795227420123000, 1, 1, 1, 2, 3, 0, 1, 1, 5, 1,"
                      + " 1, 1, 200, 1, 0, 0, 0, 0, NULL FROM log WHERE boot = 1",
                  "INSERT INTO span VALUES (7, (SELECT id FROM log WHERE boot = 1), 7, 1)");
              archive.forgeTile(archive.home.hot());
            }),
        new Forgery(
            "a run is said to go on further than it does",
            Kind.GAP,
            "node/6/",
            archive -> archive.hot("UPDATE log SET next_seq = next_seq + 9 WHERE boot = 6")),
        new Forgery(
            "a run whose beginning was pruned is of another service",
            Kind.DERIVED,
            "node/1/1",
            archive -> archive.hot("UPDATE log SET service = 'billing' WHERE boot = 1")),
        new Forgery(
            "a hold is gone",
            Kind.DERIVED,
            "archive/retention.db",
            archive -> archive.register("DELETE FROM hold")),
        new Forgery(
            "a hold is another tenant's",
            Kind.DERIVED,
            "archive/retention.db",
            archive -> archive.register("UPDATE hold SET tenant = 'nobody'")),
        new Forgery(
            "nothing was pruned, the register says",
            Kind.DERIVED,
            "archive/retention.db",
            archive -> archive.register("DELETE FROM pruned_key", "DELETE FROM pruned")));
  }

  /** Makes the tile of the first leaves what the rows of a file make them. */
  private void forgeTile(Path file) throws Exception {
    byte[] forged = tile.clone();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      for (int leaf = 0; leaf < Tile.WIDTH; leaf++) {
        Optional<LeafOfRecord> found = LeafOfRecord.where(leaf).in(connection);
        if (found.isPresent()) {
          byte[] hash = new TreeHash().leaf(found.get().bytes().copy());
          System.arraycopy(hash, 0, forged, leaf * TreeHash.BYTES, TreeHash.BYTES);
        }
      }
    }
    Files.write(home.tlog().resolve("tile/0/000"), forged);
  }

  private void addSegment() throws Exception {
    machine.now.addAndGet(5_000_000);
    boots++;
    try (SpoolWriter writer = machine.boot(boots)) {
      for (int i = 0; i < RECORDS; i++) {
        Machine.append(writer, request("tenant-" + boots, START + boots * 1_000L + i));
      }
    }
    try (Archiver archiver = machine.archiver(1_000, 1_000_000)) {
      archiver.drain();
      archiver.seal();
    }
  }

  private void pruneAllBut(int kept) throws Exception {
    List<Long> numbers = home.segments();
    long newest = Files.size(home.segment(numbers.get(numbers.size() - 1)));
    retention.prune(
        new RetentionPolicy(0, newest * kept + newest / 2), START + 10_000_000, "tester");
    machine.now.addAndGet(5_000_000);
    machine.archive();
  }

  private Report verify() throws Exception {
    return Verifier.verify(path, List.of(), null, Progress.NONE);
  }

  private void segment(long number, String... statements) throws Exception {
    change(home.segment(number), statements);
  }

  private void hot(String... statements) throws Exception {
    change(home.hot(), statements);
  }

  private void register(String... statements) throws Exception {
    change(home.retention(), statements);
  }

  private static void change(Path file, String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
