package io.heddle.audit.archive;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands where the archive should be, and is no archive that can be used. */
class ArchiveFilesTest {
  @TempDir private Path home;
  private Machine machine;
  private Path hot;
  private SpoolWriter writer;

  @BeforeEach
  void spoolOneRecord() throws Exception {
    machine = new Machine(home);
    hot = Files.createDirectories(home.resolve("archive")).resolve("hot.db");
    writer = machine.boot(1);
    writer.append(request("a", START));
  }

  @AfterEach
  void nothingWasLost() throws Exception {
    if (Files.exists(hot)) {
      Files.delete(hot);
    }
    machine.archive();
    assertThat(machine.all()).hasSize(1);
    writer.close();
  }

  @Test
  void refusesATextFile() throws Exception {
    Files.writeString(hot, "dear diary, ".repeat(1_000));
    assertRefused("no SQLite database", "move it away or choose another home");
    assertThat(Files.readString(hot)).startsWith("dear diary, ");
  }

  @Test
  void refusesAnotherDatabaseAndLeavesItAsItIs() throws Exception {
    execute("CREATE TABLE customers (id INTEGER)");
    byte[] before = Files.readAllBytes(hot);
    assertRefused("no Heddle archive", "application id 0");
    assertThat(Files.readAllBytes(hot)).isEqualTo(before);
  }

  @Test
  void refusesALaterVersion() throws Exception {
    execute("PRAGMA application_id = " + 0x4845444c);
    execute("PRAGMA user_version = 99");
    execute("CREATE TABLE shape_of_things_to_come (id INTEGER)");
    assertRefused("schema version 99", "use the Heddle that wrote it");
  }

  @Test
  void refusesADirectory() throws Exception {
    Files.createDirectory(hot);
    assertRefused("hot.db", "it is a directory");
  }

  @Test
  void refusesADamagedArchive() throws Exception {
    machine.archive();
    Files.write(hot, new byte[200]); // shorter than its first page
    assertRefused("hot.db", "move it away");
  }

  @Test
  void takesAFileWhoseMakerDiedBeforeItWroteAnything() throws Exception {
    execute("PRAGMA journal_mode = WAL");
    machine.archive();
    assertThat(machine.all()).hasSize(1);
  }

  @Test
  void readsAnArchiveThatIsNotThereAsEmpty() throws Exception {
    assertThat(machine.answers(AuditQuery.all(0))).isEmpty();
  }

  @Test
  void saysWhoArchivesAlready() throws Exception {
    try (Archiver first = machine.archiver(10, 10)) {
      assertThatThrownBy(() -> machine.archiver(10, 10))
          .isInstanceOf(ArchiverBusyException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      first.drain();
    }
  }

  @Test
  void worksBelowAFolderWithAnOddName() throws Exception {
    Machine odd = new Machine(home.resolve("a b%20c #1 'ü'"));
    try (SpoolWriter agent = odd.boot(1)) {
      agent.append(request("a", START));
      try (Archiver archiver = odd.archiver(10, 10)) {
        archiver.drain();
        archiver.seal();
      }
    }
    assertThat(odd.all()).hasSize(1);
  }

  private void assertRefused(String what, String advice) {
    assertThatThrownBy(() -> machine.archive())
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining(hot.toString())
        .hasMessageContaining(what)
        .hasMessageContaining(advice);
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + hot);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
