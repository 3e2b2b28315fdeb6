package io.heddle.audit.archive.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
  @TempDir Path folder;
  private Path log;
  private Connection connection;
  private long frames;

  @BeforeEach
  void write() throws Exception {
    log = folder.resolve("some.db-wal");
    connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("some.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("CREATE TABLE some (bytes BLOB)");
      for (int i = 0; i < 5; i++) {
        statement.execute("INSERT INTO some VALUES (randomblob(9000))");
      }
    }
    frames = Sqlite.number(connection, "SELECT count(*) FROM some") + 1;
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
  }

  @Test
  void leavesEveryByteAsItWas() throws Exception {
    byte[] before = Files.readAllBytes(log);
    WriteAheadLog.writeAnew(log, frames);
    assertThat(log).hasBinaryContent(before);
  }

  @Test
  void saysThatAFrameIsNotWhatWasWritten() throws Exception {
    byte[] bytes = Files.readAllBytes(log);
    bytes[5_000] ^= 1;
    Files.write(log, bytes);
    assertThatThrownBy(() -> WriteAheadLog.writeAnew(log, frames))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the system has forgotten");
  }

  @Test
  void hasNothingToDoWhereThereIsNoLog() throws Exception {
    WriteAheadLog.writeAnew(folder.resolve("none.db-wal"), 0);
  }
}
