package io.heddle.audit.archive.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.ArchiveHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotFileTest {
  @TempDir private Path path;

  /** A commit that changes no page has nothing to sync, and syncs nothing: spool was removed so. */
  @Test
  void everySyncIsACommitOfItsOwn() throws Exception {
    ArchiveHome home = new ArchiveHome(path);
    Files.createDirectories(home.archive());
    try (HotFile hot = HotFile.open(home, 0)) {
      Path log = Path.of(home.hot() + "-wal");
      for (int sync = 0; sync < 3; sync++) {
        long before = Files.size(log);
        hot.sync();
        assertThat(Files.size(log)).isGreaterThan(before);
      }
    }
  }

  /** A sidecar whose disk had been full did nothing any more until it was started again. */
  @Test
  void goesOnAfterSqliteHasRolledBackByItself() throws Exception {
    ArchiveHome home = new ArchiveHome(path);
    Files.createDirectories(home.archive());
    try (HotFile hot = HotFile.open(home, 0)) {
      try (Statement statement = hot.connection().createStatement()) {
        statement.execute("ROLLBACK"); // as it does after an I/O error
      }
      hot.rollback();
      hot.log("node", 1);
      hot.commit();
      hot.sync();
    }
    try (HotFile hot = HotFile.open(home, 0)) {
      assertThat(Sqlite.number(hot.connection(), "SELECT count(*) FROM log")).isEqualTo(1);
    }
  }
}
