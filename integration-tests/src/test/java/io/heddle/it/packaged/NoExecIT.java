package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.Packaged;
import io.heddle.it.harness.Tmpfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hardened containers mount {@code /tmp} so that nothing can be run from it, SQLite's native code
 * neither. Needs the right to mount; where that is missing these tests are skipped, visibly.
 */
class NoExecIT {
  @TempDir Path folder;

  private Tmpfs temporary;

  @BeforeEach
  void mount() throws Exception {
    temporary = Tmpfs.at(folder.resolve("tmp"), "noexec,size=16m");
  }

  @AfterEach
  void unmount() throws Exception {
    if (temporary != null) {
      temporary.close();
    }
  }

  @Test
  void sqliteRunsFromTheHomeInstead() throws Exception {
    Path home = folder.resolve("heddle");
    Files.createDirectories(home.resolve("spool"));
    try (Jvm query = heddle("audit", "query", "--home", home.toString())) {
      assertThat(query.awaitExit()).as("%s", query.describe()).isZero();
      assertThat(query.stderr()).noneMatch(line -> line.contains("native"));
    }
    assertThat(home.resolve("archive").resolve("hot.db")).exists();
    try (Jvm doctor = heddle("doctor", "--home", home.toString())) {
      doctor.awaitExit();
      assertThat(doctor.stdout()).anyMatch(line -> line.contains("loads, version"));
    }
    try (Stream<Path> left = Files.list(home.resolve("cache").resolve("native"))) {
      assertThat(left).as("unpacked for one run").isEmpty();
    }
  }

  @Test
  void saysSoWhereTheHomeIsMountedTheSameWay() throws Exception {
    Path home = Files.createDirectories(temporary.path().resolve("heddle"));
    try (Jvm query = heddle("audit", "query", "--home", home.toString())) {
      assertThat(query.awaitExit()).isEqualTo(1);
      assertThat(query.stderr())
          .singleElement()
          .asString()
          .contains("native code cannot be run from " + temporary.path())
          .contains("noexec")
          .contains("JAVA_TOOL_OPTIONS=-Dorg.sqlite.tmpdir=DIR");
    }
  }

  private Jvm heddle(String... arguments) throws IOException {
    return Jvm.on(Jdks.newest())
        .option("-Djava.io.tmpdir=" + temporary.path())
        .jar(Packaged.COMMAND)
        .arguments((Object[]) arguments)
        .start("heddle", folder);
  }
}
