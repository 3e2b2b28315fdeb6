package io.heddle.agent.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteKeyTest {
  private final List<String> log = new ArrayList<>();

  @TempDir Path home;

  @Test
  void isMadeOnceAndForItsOwnerAlone() throws IOException {
    byte[] made = new SiteKey(home, log::add).get();
    try (var files = Files.walk(home)) {
      List<Path> keys = files.filter(Files::isRegularFile).toList();
      assertThat(keys).hasSize(1);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.get(0))))
          .isEqualTo("rw-------");
    }
    assertThat(new SiteKey(home, log::add).get()).isEqualTo(made);
    assertThat(log).isEmpty();
  }
}
