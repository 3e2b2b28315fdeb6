package io.heddle.command.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedAgentTest {
  @TempDir Path folder;

  @Test
  void aFolderThatOthersMayWriteToIsNotTrusted() throws Exception {
    Path made = Files.createDirectory(folder.resolve("made"));
    Path below = Files.createDirectory(made.resolve("below"));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxr-x"));

    assertThat(SharedAgent.isOfRootAlone(made)).isFalse();
    assertThat(SharedAgent.isOfRootAlone(below)).isFalse();
  }

  @Test
  void aFolderBelowAPrivateOneIsNotOpenToAll() throws Exception {
    Path made = Files.createDirectory(folder.resolve("made"));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    assertThat(SharedAgent.isOpenToAll(made)).isFalse();

    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(SharedAgent.isOpenToAll(made)).isEqualTo(SharedAgent.isOpenToAll(folder));
  }

  @Test
  void aFolderOfRootBelowAStickyOneIsTrustedAndOneOfAnotherIsNot() throws Exception {
    assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "not root");
    Path made = Files.createDirectory(folder.resolve("made"));

    assertThat(SharedAgent.isOfRootAlone(made)).isTrue();
    Files.setAttribute(made, "unix:uid", 12_345);
    assertThat(SharedAgent.isOfRootAlone(made)).isFalse();
  }
}
