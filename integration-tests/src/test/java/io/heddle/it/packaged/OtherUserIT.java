package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.Packaged;
import io.heddle.it.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root attaches to the JVM of another user. */
class OtherUserIT {
  private static final int USER = 12_345;
  private static final String MAIN = "io.heddle.it.apps.plain.PlainApplication";
  private static final Path SHARED = Path.of("/var/lib/heddle");

  @TempDir Path folder;

  private boolean wasThere;

  @BeforeEach
  void requireRoot() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no Linux");
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not root");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv");
    wasThere = Files.exists(SHARED);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void tidy() throws IOException {
    if (!wasThere && Files.exists(SHARED)) {
      try (Stream<Path> files = Files.walk(SHARED)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void recordsInTheHomeOfThatUserWithAJarThatRootAloneCanReplace() throws Exception {
    Path user = ofUser("user");
    try (Jvm jvm = start(user)) {
      Jvm attach = attach(jvm, "metrics.port=0");

      assertThat(attach.awaitExit()).as("%s", attach.describe()).isZero();
      Path spool = user.resolve(".heddle/spool");
      assertThat(attach.stdout())
          .singleElement()
          .asString()
          .startsWith("Heddle is loaded in JVM " + jvm.pid() + " and records in " + spool);
      assertThat(Files.getAttribute(spool, "unix:uid")).isEqualTo(USER);
      Path jar = agentOf(jvm);
      assertThat(Files.getAttribute(jar, "unix:uid")).isEqualTo(0);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(jar)))
          .isEqualTo("rw-r--r--");
      Path above = jar.getParent();
      assertThat(Files.getAttribute(above, "unix:uid")).isEqualTo(0);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(above)))
          .isEqualTo("rwxr-xr-x");
      Jvm events =
          ArchiveReader.of(Jdks.newest(), user.resolve(".heddle"), folder).run("audit", "events");
      assertThat(events.awaitExit()).as("%s", events.describe()).isZero();
      assertThat(events.stdout()).anyMatch(line -> line.contains("AUDIT_STARTED"));
    }
  }

  @Test
  void refusesAUserWithoutAHomeBeforeAnythingIsLoaded() throws Exception {
    try (Jvm jvm = start(Path.of("/nonexistent"))) {
      Jvm attach = attach(jvm, "metrics.port=0");

      assertThat(attach.awaitExit()).isEqualTo(1);
      assertThat(String.join("\n", attach.stderr()))
          .contains("JVM " + jvm.pid() + " runs as user 12345")
          .contains("its home would be /nonexistent/.heddle")
          .contains("/ cannot be written by that user; nothing was loaded")
          .contains("heddle attach --home DIR " + jvm.pid());
      assertThat(jvm.stderr()).isEmpty();

      Path given = ofUser("given");
      Jvm again = attach(jvm, "metrics.port=0", "--home", given.toString());
      assertThat(again.awaitExit()).as("%s", again.describe()).isZero();
      assertThat(given.resolve("spool")).isDirectory();
    }
  }

  @Test
  void failsWhereTheAgentIsLoadedAndCannotOpenItsSpool() throws Exception {
    Path user = ofUser("user");
    Path spool = Files.createDirectories(user.resolve(".heddle/spool"));
    try (Jvm jvm = start(user)) {
      Jvm refused = attach(jvm, "metrics.port=0");
      assertThat(refused.awaitExit()).isEqualTo(1);
      assertThat(String.join("\n", refused.stderr()))
          .contains(".heddle cannot be written by that user; nothing was loaded");

      Files.setAttribute(spool.getParent(), "unix:uid", USER);
      Files.setAttribute(spool, "unix:uid", USER);
      Files.writeString(user.resolve("file"), "no directory");
      Jvm attach = attach(jvm, "metrics.port=0", "home=user/file");
      assertThat(attach.awaitExit()).isEqualTo(1);
      assertThat(attach.stdout()).isEmpty();
      assertThat(String.join("\n", attach.stderr()))
          .contains(
              "Heddle is loaded in JVM " + jvm.pid() + ", but audits nothing: the spool below")
          .contains("it tries again every five seconds");
    }
  }

  private Path ofUser(String name) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    Files.setAttribute(made, "unix:uid", USER);
    return made;
  }

  private Jvm start(Path home) throws Exception {
    String name = MAIN.replace('.', '/') + ".class";
    Path copy = folder.resolve("classes").resolve(name);
    Files.createDirectories(copy.getParent());
    Files.copy(Repository.file("integration-tests/target/classes").resolve(name), copy);
    Jvm jvm =
        Jvm.on(Jdks.newest())
            .through("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups")
            .environment("HOME", home.toString())
            .main(MAIN, List.of(folder.resolve("classes")))
            .arguments("stay")
            .start("application", folder);
    jvm.awaitLine("ANSWER 42");
    return jvm;
  }

  /** As an operator does who has not set HEDDLE_HOME. */
  private Jvm attach(Jvm jvm, String setting, String... more) throws IOException {
    JvmCommand command =
        Jvm.on(Jdks.newest())
            .environment("HOME", folder.toString())
            .jar(Packaged.COMMAND)
            .arguments("attach", jvm.pid(), setting)
            .arguments((Object[]) more);
    return command.start("attach-" + System.nanoTime(), folder);
  }

  /** The agent's jar, as the JVM has opened it. */
  private static Path agentOf(Jvm jvm) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + jvm.pid() + "/fd"))) {
      for (Path descriptor : open.toList()) {
        Path file = Files.readSymbolicLink(descriptor);
        if (file.endsWith("heddle-agent.jar")) {
          return file;
        }
      }
    }
    throw new AssertionError("no agent's jar is open in " + jvm.describe());
  }
}
