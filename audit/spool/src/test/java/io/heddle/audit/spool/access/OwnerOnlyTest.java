package io.heddle.audit.spool.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.spool.SpoolOptions;
import io.heddle.audit.spool.SpoolWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
  @TempDir Path folder;

  @Test
  void noOtherUserMayReadASpool() throws IOException {
    Path home = folder.resolve("home");
    Path root = home.resolve("spool");
    SpoolOptions options = new SpoolOptions(root, "n", 1, "s", "v", 1 << 20, 64 << 10);
    try (SpoolWriter writer = SpoolWriter.open(options, () -> 1)) {
      List<Path> made;
      try (Stream<Path> below = Files.walk(home)) {
        made = below.toList();
      }
      assertThat(made).contains(root, writer.directory()).hasSizeGreaterThanOrEqualTo(6);
      for (Path one : made) {
        assertThat(permissions(one)).isEqualTo(Files.isDirectory(one) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void whatIsMadeInASharedHomeIsTheGroupsToo() throws IOException {
    Path home = folder.resolve("home");
    String group = Files.readAttributes(folder, PosixFileAttributes.class).group().getName();
    SharedHome.share(home, group);
    SharedHome.share(home, group);
    assertThat(SharedHome.isSharedWith(home, group)).isTrue();
    assertThat(SharedHome.isSharedWith(home, "other")).isFalse();
    SpoolOptions options =
        new SpoolOptions(home.resolve("spool"), "n", 1, "s", "v", 1 << 20, 64 << 10);
    try (SpoolWriter writer = SpoolWriter.open(options, () -> 1)) {
      List<Path> made;
      try (Stream<Path> below = Files.walk(home)) {
        made = below.toList();
      }
      assertThat(made).contains(writer.directory()).hasSizeGreaterThanOrEqualTo(6);
      for (Path one : made) {
        assertThat(permissions(one))
            .as("%s", one)
            .isEqualTo(Files.isDirectory(one) ? "rwxrwx---" : "rw-rw----");
      }
    }
  }

  @Test
  void saysWhyAHomeCannotBeShared() {
    assertThatThrownBy(() -> SharedHome.share(folder.resolve("home"), "no-such-group"))
        .hasMessage(
            folder.resolve("home")
                + " is not shared: there is no group no-such-group; expected one of this machine's");
  }

  @Test
  void leavesAsItIsWhatAnOperatorHasOpened() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));
    OwnerOnly.makeFolders(open);

    assertThat(permissions(open)).isEqualTo("rwxr-x---");
    assertThat(OwnerOnly.isOpenToAll(open)).isFalse();
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x--x"));
    assertThat(OwnerOnly.isOpenToAll(open)).isTrue();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
