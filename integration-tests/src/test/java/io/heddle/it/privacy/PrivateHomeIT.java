package io.heddle.it.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.TomcatApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other users of the machine read nothing of what agent, sidecar and command keep. */
class PrivateHomeIT {
  @TempDir Path folder;

  @Test
  void theFoldersOfSpoolAndArchiveAreTheirOwnersAlone() throws Exception {
    AgentHome home = AgentHome.in(folder);
    ArchiveReader archive = ArchiveReader.of(Jdks.newest(), home, folder);
    try (var application = TomcatApplication.start(Jdks.newest(), home, folder)) {
      application.send(Call.of("POST", "/commit?name=row").tenant("acme"));
      assertThat(home.spoolFiles()).isNotEmpty();
      assertPrivate(home.path(), home.spool());
    }
    assertThat(archive.all("--tenant", "acme")).isNotEmpty();
    // Nothing below it can be reached by others, whatever its own mode is.
    assertThat(permissions(home.path().resolve("archive"))).isEqualTo("rwx------");
  }

  @Test
  void aGroupSharesTheHomeIfTheOperatorSaysSo() throws Exception {
    Files.createDirectories(folder);
    String group = Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
    AgentHome home = AgentHome.in(folder).with("home.group", group);
    ArchiveReader archive = ArchiveReader.of(Jdks.newest(), home, folder);
    try (var application = TomcatApplication.start(Jdks.newest(), home, folder)) {
      application.send(Call.of("POST", "/commit?name=row").tenant("acme"));
      for (Path made : List.of(home.path(), home.spool(), home.spoolFiles().get(0).getParent())) {
        assertThat(permissions(made)).as("%s", made).isEqualTo("rwxrwx---");
      }
      assertThat(permissions(home.spoolFiles().get(0))).isEqualTo("rw-rw----");
      assertThat(application.jvm().stderr()).hasSize(1);
    }
    assertThat(archive.all("--tenant", "acme")).isNotEmpty();
    assertThat(permissions(home.path().resolve("archive"))).isEqualTo("rwxrwx---");
    try (Jvm doctor = archive.run("doctor", "-D", "heddle.home.group=no-such-group")) {
      doctor.awaitExit();
      assertThat(String.join(" ", doctor.stdout()).replaceAll("\\s+", " "))
          .contains("is not shared with the group no-such-group");
    }
  }

  @Test
  void doctorTellsOfAHomeThatEveryUserMayRead() throws Exception {
    AgentHome home = AgentHome.in(folder);
    Path spool = Files.createDirectories(home.spool());
    for (Path open : List.of(home.path(), spool)) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    ArchiveReader command = ArchiveReader.of(Jdks.newest(), home, folder);
    try (Jvm doctor = command.run("doctor")) {
      doctor.awaitExit();
      assertThat(String.join(" ", doctor.stdout()).replaceAll("\\s+", " "))
          .contains(spool + " may be read by every user of this machine")
          .contains("chmod -R o-rwx " + home.path());
    }
  }

  private static void assertPrivate(Path home, Path below) throws IOException {
    assertThat(permissions(home)).isEqualTo("rwx------");
    try (Stream<Path> made = Files.walk(below)) {
      for (Path one : made.filter(Files::isDirectory).toList()) {
        assertThat(permissions(one)).as("%s", one).isEqualTo("rwx------");
      }
    }
    try (Stream<Path> made = Files.walk(below)) {
      for (Path one : made.filter(path -> path.toString().endsWith(".spool")).toList()) {
        assertThat(permissions(one)).as("%s", one).isEqualTo("rw-------");
      }
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
