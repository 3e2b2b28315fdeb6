package io.heddle.audit.archive.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.ArchiveHome;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
