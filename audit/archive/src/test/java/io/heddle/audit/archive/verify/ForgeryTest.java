package io.heddle.audit.archive.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.tlog.CheckpointFiles;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.verify.Finding.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What somebody might do who may write to every file of an archive, knows how it is made, and has
 * no key. Each makes the archive say something that it did not, or not say something; each must be
 * found, and be found where it was done.
 */
class ForgeryTest {
  /** Does it. */
  private interface Deed {
    void to(Specimen specimen) throws Exception;
  }

  /**
   * One of them.
   *
   * @param name what it is
   * @param kind as what it must be found
   * @param where what the finding must name: a record, or a file
   */
  private record Forgery(String name, Kind kind, String where, Deed deed) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String NEWEST = "(SELECT max(seq) FROM entry WHERE log = 1)";

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource({"rows", "definitions", "checkpoints", "files"})
  void isFound(Forgery forgery) throws Exception {
    Specimen specimen = Specimen.copy(folder.resolve("home"));
    forgery.deed.to(specimen);
    Report report = specimen.verify();
    assertThat(report.isSound()).as(report.toString()).isFalse();
    assertThat(report.findings())
        .anyMatch(
            found ->
                found.kind() == forgery.kind
                    && (found.record() + " " + found.file() + " " + found.text())
                        .contains(forgery.where));
  }

  private static Stream<Forgery> rows() {
    return Stream.of(
        new Forgery(
            "a text that an index does not have hides its records from whoever asks for it",
            Kind.DERIVED,
            "sqlite_autoindex_text_1",
            specimen ->
                redefined(
                    specimen,
                    "text",
                    " UNIQUE",
                    "INSERT INTO text SELECT 9000, value FROM text WHERE value = 'last-4'",
                    "UPDATE entry SET tenant_id = 9000 WHERE log = 1 AND seq = " + NEWEST)),
        new Forgery(
            "a fraction where SQLite's reader sees a whole number",
            Kind.DERIVED,
            "hot.db",
            specimen ->
                redefined(
                    specimen,
                    "entry",
                    " STRICT,",
                    "UPDATE entry SET row_count = row_count + 0.5 WHERE log = 1 AND seq = "
                        + NEWEST)),
        new Forgery(
            "a text where a number belongs",
            Kind.DERIVED,
            "hot.db",
            specimen ->
                redefined(
                    specimen,
                    "entry",
                    " STRICT,",
                    "UPDATE entry SET status = CAST(status AS BLOB) WHERE log = 1 AND seq = "
                        + NEWEST)),
        new Forgery(
            "a character that is none, behind which a reader stops",
            Kind.CHANGED,
            "node/1/",
            specimen ->
                specimen.hot("UPDATE text SET value = value || char(0) WHERE value = 'last-4'")),
        new Forgery(
            "bytes that are no UTF-8",
            Kind.CHANGED,
            "node/1/",
            specimen ->
                specimen.hot(
                    "UPDATE text SET value = CAST(x'6c6173742d34ff' AS TEXT)"
                        + " WHERE value = 'last-4'")),
        new Forgery(
            "a sealed record once more, with another content",
            Kind.INSERTED,
            "more than one record",
            specimen ->
                specimen.hot(
                    "INSERT INTO entry SELECT log, 2, start_micros, tenant_id, target_id,"
                        + " trace_high, trace_low, span, layer, type, outcome, duration_nanos,"
                        + " actor_id, statement_id, row_count, status, error_id, txn, ordinal,"
                        + " truncated, pending, extra FROM entry WHERE log = 1 AND seq = "
                        + NEWEST)),
        new Forgery(
            "a decision that nobody made, where a sequence number was free",
            Kind.DERIVED,
            "node/2",
            specimen ->
                specimen.hot(
                    "INSERT INTO span SELECT max(first_leaf + records), 2, -5, 1 FROM span",
                    "INSERT INTO event SELECT 2, -5, body FROM event WHERE log = 0 LIMIT 1")),
        new Forgery(
            "the run that a record is of",
            Kind.CHANGED,
            "hot.db",
            specimen -> specimen.hot("UPDATE log SET node = 'other' WHERE id = 1")));
  }

  private static Stream<Forgery> definitions() {
    return Stream.of(
        new Forgery(
            "a table of statistics that changes plans",
            Kind.DERIVED,
            "sqlite_stat1",
            specimen -> specimen.hot("ANALYZE")),
        new Forgery(
            "a table that nobody knows",
            Kind.DERIVED,
            "CREATE TABLE more",
            specimen -> specimen.hot("CREATE TABLE more (x)")),
        new Forgery(
            "the view is gone",
            Kind.DERIVED,
            "view operation",
            specimen -> specimen.hot("DROP VIEW operation")),
        new Forgery(
            "an index that holds some rows alone",
            Kind.DERIVED,
            "CREATE INDEX some",
            specimen -> specimen.hot("CREATE INDEX some ON entry (txn) WHERE txn > 5")),
        new Forgery(
            "a version without ledger excuses what has none",
            Kind.DERIVED,
            "hot.db",
            specimen -> specimen.hot("PRAGMA user_version = 1")),
        new Forgery(
            "a version without extras",
            Kind.DERIVED,
            "hot.db",
            specimen -> specimen.hot("PRAGMA user_version = 2")),
        new Forgery(
            "segments to come are counted already",
            Kind.DERIVED,
            "hot.db",
            specimen -> specimen.hot("UPDATE file SET next_segment = 40")),
        new Forgery(
            "a segment of a version that had no ledger",
            Kind.SEGMENT,
            "segment-0000000000000003.db",
            specimen -> {
              Files.copy(specimen.home().segment(1), specimen.home().segment(3));
              specimen.segment(3, "PRAGMA user_version = 1");
              specimen.hot("UPDATE file SET next_segment = 4");
            }));
  }

  private static Stream<Forgery> checkpoints() {
    return Stream.of(
        new Forgery(
            "checkpoints are taken back, and what they signed is changed",
            Kind.CHECKPOINT,
            "checkpoints are missing",
            specimen -> {
              keepCheckpoints(specimen, 1);
              specimen.hot("UPDATE entry SET status = 200 WHERE log = 1 AND seq = " + NEWEST);
            }),
        new Forgery(
            "checkpoints are taken back, and an index of what they signed",
            Kind.SEGMENT,
            "segment-0000000000000002.db",
            specimen -> {
              keepCheckpoints(specimen, 1);
              specimen.segment(2, "DROP INDEX entry_tenant");
            }),
        new Forgery(
            "a checkpoint of another log behind the last",
            Kind.FORK,
            "another log, other.log, and nothing says that it was begun",
            specimen -> {
              Path day = days(specimen).get(0);
              String last = last(specimen).toString();
              String size = last.split("\n")[1];
              Files.writeString(
                  day,
                  last.replaceFirst("heddle\\.archive/\\w+", "other.log")
                      .replaceFirst("\n" + size + "\n", "\n" + (size + "0") + "\n"),
                  StandardOpenOption.APPEND);
            }),
        new Forgery(
            "line ends of another system in the checkpoint",
            Kind.CHECKPOINT,
            "archive/tlog/checkpoint",
            specimen -> {
              Path newest = specimen.home().tlog().resolve("checkpoint");
              Files.writeString(newest, Files.readString(newest).replace("\n", "\r\n"));
            }),
        new Forgery(
            "the checkpoint is gone",
            Kind.CHECKPOINT,
            "archive/tlog/checkpoint",
            specimen -> Files.delete(specimen.home().tlog().resolve("checkpoint"))),
        new Forgery(
            "the history is gone",
            Kind.CHECKPOINT,
            "history",
            specimen -> {
              for (Path day : days(specimen)) {
                Files.delete(day);
              }
            }),
        new Forgery(
            "a full tile where a partial one belongs",
            Kind.TILE,
            "tile/0/000",
            specimen -> Files.write(specimen.home().tlog().resolve("tile/0/000"), new byte[8192])));
  }

  private static Stream<Forgery> files() {
    return Stream.of(
        new Forgery(
            "segments have changed places",
            Kind.SEGMENT,
            "segment-0000000000000001.db is not as it was sealed",
            specimen -> {
              Path aside = specimen.home().archive().resolve("aside");
              Files.move(specimen.home().segment(1), aside);
              Files.move(specimen.home().segment(2), specimen.home().segment(1));
              Files.move(aside, specimen.home().segment(2));
            }),
        new Forgery(
            "a segment ends earlier",
            Kind.SEGMENT,
            "segment-0000000000000001.db",
            specimen -> {
              byte[] bytes = Files.readAllBytes(specimen.home().segment(1));
              Files.write(specimen.home().segment(1), Arrays.copyOf(bytes, bytes.length / 2));
            }),
        new Forgery(
            "a segment says it holds nothing of that time",
            Kind.SEGMENT,
            "segment-0000000000000001.db",
            specimen -> {
              FileTime time = Files.getLastModifiedTime(specimen.home().segment(1));
              specimen.segment(1, "UPDATE file SET first_micros = 1, last_micros = 1");
              Files.setLastModifiedTime(specimen.home().segment(1), time);
            }),
        new Forgery(
            "a table of a segment is a view that leaves rows out",
            Kind.SEGMENT,
            "segment-0000000000000001.db",
            specimen ->
                specimen.segment(
                    1,
                    "ALTER TABLE entry RENAME TO entry_all",
                    "CREATE VIEW entry AS SELECT * FROM entry_all WHERE seq > 9")),
        new Forgery(
            "an index of a segment has another root",
            Kind.SEGMENT,
            "segment-0000000000000001.db",
            specimen ->
                specimen.segment(
                    1,
                    "PRAGMA writable_schema = ON",
                    "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
                        + " WHERE name = 'entry_time') WHERE name = 'entry_target'")),
        new Forgery(
            "a segment of another application",
            Kind.UNREADABLE,
            "segment-0000000000000002.db",
            specimen -> specimen.segment(2, "PRAGMA application_id = 7")),
        new Forgery(
            "a segment is a directory",
            Kind.UNREADABLE,
            "segment-0000000000000002.db",
            specimen -> {
              Files.delete(specimen.home().segment(2));
              Files.createDirectory(specimen.home().segment(2));
            }),
        new Forgery(
            "an older copy of the hot file",
            Kind.REMOVED,
            "missing",
            specimen -> {
              Path copy = specimen.home().archive().resolve("copy");
              Files.copy(specimen.home().hot(), copy);
              for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(specimen.home().hot() + suffix));
              }
              Files.move(copy, specimen.home().hot(), StandardCopyOption.REPLACE_EXISTING);
              specimen.hot(
                  "DELETE FROM entry WHERE log = 1 AND seq = " + NEWEST,
                  "UPDATE log SET next_seq = next_seq - 1 WHERE id = 1");
            }));
  }

  /** What is written beside a sealed segment must not be read. */
  @Test
  void aLogBesideASealedSegmentChangesNoAnswer() throws Exception {
    Specimen specimen = Specimen.copy(folder.resolve("home"));
    List<?> before = specimen.machine().all();
    Files.write(
        Path.of(specimen.home().segment(1) + "-wal"),
        Files.readAllBytes(specimen.home().segment(2)));
    Files.write(Path.of(specimen.home().segment(1) + "-journal"), "x".repeat(600).getBytes(UTF_8));
    assertThat(specimen.machine().all()).isEqualTo(before);
    assertThat(specimen.verify().isSound()).isTrue();
  }

  private static List<Path> days(Specimen specimen) throws Exception {
    return new CheckpointFiles(specimen.home().tlog()).history();
  }

  private static SignedNote last(Specimen specimen) throws Exception {
    List<Path> days = days(specimen);
    List<SignedNote> notes = CheckpointFiles.read(days.get(days.size() - 1)).notes();
    return notes.get(notes.size() - 1);
  }

  /** The history ends behind so many checkpoints, as if nothing had been signed since. */
  private static void keepCheckpoints(Specimen specimen, int count) throws Exception {
    Path day = days(specimen).get(0);
    List<SignedNote> notes = CheckpointFiles.read(day).notes().subList(0, count);
    for (Path later : days(specimen)) {
      Files.delete(later);
    }
    StringBuilder kept = new StringBuilder();
    notes.forEach(kept::append);
    Files.writeString(day, kept);
    Files.writeString(
        specimen.home().tlog().resolve("checkpoint"), notes.get(count - 1).toString());
  }

  /**
   * Takes something out of a table's definition, with the index that came of it, changes rows, and
   * puts both back.
   */
  private static void redefined(Specimen specimen, String table, String part, String... changes)
      throws Exception {
    String own = " WHERE type = 'table' AND name = '" + table + "'";
    String index = "sqlite_autoindex_" + table + "_1";
    boolean isIndexed = part.contains("UNIQUE");
    specimen.hot(
        "CREATE TABLE before AS SELECT * FROM sqlite_schema WHERE name IN ('"
            + table
            + "', '"
            + index
            + "')",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, '" + part + "', '')" + own,
        isIndexed ? "DELETE FROM sqlite_schema WHERE name = '" + index + "'" : "SELECT 1");
    specimen.hot(changes);
    specimen.hot(
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = (SELECT sql FROM before" + own + ")" + own,
        isIndexed
            ? "INSERT INTO sqlite_schema SELECT * FROM before WHERE type = 'index'"
            : "SELECT 1");
    specimen.hot("DROP TABLE before");
  }
}
