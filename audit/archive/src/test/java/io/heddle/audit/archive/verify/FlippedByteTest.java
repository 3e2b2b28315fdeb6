package io.heddle.audit.archive.verify;

import static io.heddle.audit.archive.Captured.START;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.privacy.TenantErasure;
import io.heddle.audit.archive.privacy.TenantKeyRing;
import io.heddle.audit.archive.privacy.TenantKeyStore;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.archive.tlog.VerifierKey;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.privacy.Erasures;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.TenantKeys;
import io.heddle.audit.spool.privacy.WrappedKey;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flips a bit of each byte of an archive, and verifies. Every flip in a sealed segment, a tile or a
 * checkpoint is found. The hot file alone has bytes that say nothing of what was archived (free
 * pages, gaps within pages, counters of its header, how far spools are read, since when it fills):
 * a flip there either is found or changes no record, index or definition.
 *
 * <p>{@code -Dheddle.flips=1} flips every byte, some 220,000, which takes a few minutes; the
 * default is one in a thousand.
 */
class FlippedByteTest {
  private static final int STRIDE = Integer.getInteger("heddle.flips", 1_009);

  /** From where on: with another number other bytes. */
  private static final int FIRST = Integer.getInteger("heddle.flips.first", 20_778);

  @TempDir private Path folder;
  private Specimen specimen;
  private List<VerifierKey> keys;
  private RememberedSignatures signatures;

  @BeforeEach
  void makeAnArchive() throws Exception {
    specimen = Specimen.copy(folder.resolve("home"));
    keys = new LedgerKeys(specimen.home().path()).all();
    signatures = RememberedSignatures.begin();
  }

  @AfterEach
  void forget() {
    signatures.close();
  }

  @Test
  void everyByteOfASealedSegmentCounts() throws Exception {
    assertThat(unnoticed(specimen.home().segment(1), STRIDE)).isEmpty();
    assertThat(unnoticed(specimen.home().segment(2), STRIDE)).isEmpty();
  }

  @Test
  void everyByteOfATileCounts() throws Exception {
    for (Path tile : below("tile")) {
      assertThat(unnoticed(tile, Math.min(STRIDE, 101))).as(tile.toString()).isEmpty();
    }
  }

  @Test
  void everyByteOfACheckpointCounts() throws Exception {
    assertThat(unnoticed(specimen.home().tlog().resolve("checkpoint"), Math.min(STRIDE, 5)))
        .isEmpty();
    for (Path day : below("checkpoints")) {
      assertThat(unnoticed(day, Math.min(STRIDE, 29))).isEmpty();
    }
  }

  @Test
  void aByteOfTheHotFileCountsOrSaysNothing() throws Exception {
    Path hot = specimen.home().hot();
    String said = dump(hot);
    List<Integer> unnoticed = unnoticed(hot, Math.min(STRIDE, 503));
    List<String> changed = new ArrayList<>();
    for (int at : unnoticed) {
      flip(hot, at);
      String says = dump(hot);
      if (!says.equals(said)) {
        changed.add("byte " + at + ": " + difference(said, says));
      }
      flip(hot, at);
    }
    assertThat(changed).isEmpty();
  }

  /** Behind the first line one flip costs one key at most, and the others are as they were. */
  @Test
  void everyByteOfTheTenantsKeysCounts() throws Exception {
    keepKeys();
    Path file = specimen.home().tenantKeys();
    assertThat(unnoticed(file, Math.min(STRIDE, 7))).isEmpty();
    int headerSize = Files.readString(file, ISO_8859_1).indexOf('\n') + 1;
    Collection<WrappedKey> all = TenantKeyRing.of(specimen.home()).all();
    for (int at = headerSize; at < Files.size(file); at += Math.min(STRIDE, 7)) {
      flip(file, at);
      Collection<WrappedKey> left = TenantKeyRing.of(specimen.home()).all();
      assertThat(all).as("byte %d", at).containsAll(left);
      assertThat(left.size()).as("byte %d", at).isGreaterThanOrEqualTo(all.size() - 1);
      flip(file, at);
    }
  }

  /** Three tenants' keys, one of them destroyed, and a note; the ledger tells of all of it. */
  private void keepKeys() throws Exception {
    try (SpoolWriter writer = specimen.machine().boot(3)) {
      TenantKeys made =
          new TenantKeys(
              MasterKey.of(new byte[MasterKey.BYTES]),
              writer.node(),
              writer.boot(),
              100,
              Erasures.NONE,
              key -> writer.appendKey(key.bytes()),
              () -> START);
      for (String tenant : List.of("acme", "größe", "globex")) {
        made.key(tenant);
      }
    }
    specimen.machine().archive();
    new TenantErasure(specimen.home().path()).erase("globex", "alice", "art. 17", START);
    new TenantKeyStore(specimen.home()).note("REVEALED", "{\"by\":\"alice\"}", START);
    specimen.machine().now.addAndGet(5_000_000);
    specimen.machine().archive();
  }

  private List<Integer> unnoticed(Path file, int stride) throws Exception {
    List<Integer> unnoticed = new ArrayList<>();
    int size = (int) Files.size(file);
    for (int at = FIRST % stride; at < size; at += stride) {
      flip(file, at);
      if (isSound()) {
        unnoticed.add(at);
      }
      flip(file, at);
    }
    assertThat(isSound()).isTrue();
    return unnoticed;
  }

  private boolean isSound() {
    try {
      return Verifier.verify(specimen.home().path(), keys, null, Progress.NONE).isSound();
    } catch (ArchiveException noticed) {
      return false;
    }
  }

  /** The bit goes round with the byte's place. */
  private static void flip(Path file, int at) throws Exception {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1 << at % 8)).rewind();
      channel.write(one, at);
    }
  }

  /** The first line that is another. */
  private static String difference(String before, String after) {
    List<String> then = before.lines().toList();
    return after.lines().filter(line -> !then.contains(line)).findFirst().orElse("a line less");
  }

  private long newestSize() throws Exception {
    return Long.parseLong(Files.readAllLines(specimen.home().tlog().resolve("checkpoint")).get(1));
  }

  /**
   * All that SQLite reads from a file, save where to go on with spools, since when it fills, how
   * incidents are numbered, and leaves that no checkpoint covers.
   */
  private String dump(Path file) throws Exception {
    long signed = newestSize();
    StringBuilder said = new StringBuilder();
    try (Connection connection = Sqlite.reading(file);
        Statement statement = connection.createStatement()) {
      for (String table :
          List.of(
              "type, name, tbl_name, sql FROM sqlite_schema",
              "id, node, boot, service, version, jvm, pid, started, closed, ended FROM log",
              "* FROM text",
              "* FROM entry",
              "log, kind, seen_micros, first_seq, last_seq, records, reason FROM incident",
              "* FROM event",
              "first_leaf, log, first_seq, min(records, " + signed + " - first_leaf) FROM span",
              "id, next_segment, records, first_micros, last_micros FROM file")) {
        try (ResultSet row = statement.executeQuery("SELECT " + table)) {
          while (row.next()) {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              said.append(row.getString(i)).append('|');
            }
            said.append('\n');
          }
        }
      }
    }
    return said.toString();
  }

  private List<Path> below(String name) throws Exception {
    try (Stream<Path> files = Files.walk(specimen.home().tlog().resolve(name))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
