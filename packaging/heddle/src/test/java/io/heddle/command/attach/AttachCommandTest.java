package io.heddle.command.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.command.HeddleRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachCommandTest {
  @TempDir Path directory;

  @Test
  void refusesWhatIsNoProcessNumber() {
    HeddleRun run = HeddleRun.of("attach", "orders.jar");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("heddle: PID is 'orders.jar', expected the number of a process");
  }

  @Test
  void refusesSettingsThatTheAgentDoesNotKnow() {
    HeddleRun run = HeddleRun.of("attach", "4711", "tenant.haeders=X-Account");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("did you mean heddle.tenant.headers?");
  }

  @Test
  void refusesAWordThatIsNoSetting() {
    HeddleRun run = HeddleRun.of("attach", "4711", "quickly");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("heddle: 'quickly' is not of the form NAME=VALUE");
  }

  @Test
  void saysThatThereIsNoSuchProcess() throws Exception {
    HeddleRun run = HeddleRun.of("attach", "--agent=" + someJar(), "999999999");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("heddle: there is no process 999999999");
  }

  @Test
  void refusesItself() throws Exception {
    long own = ProcessHandle.current().pid();

    HeddleRun run = HeddleRun.of("attach", "--agent=" + someJar(), Long.toString(own));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("heddle: process " + own + " is this command itself");
  }

  @Test
  void saysThatAJvmDoesNotListen() throws Exception {
    Process deaf = sleeper("-XX:+DisableAttachMechanism");
    try {
      HeddleRun run = HeddleRun.of("attach", "--agent=" + someJar(), Long.toString(deaf.pid()));

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("heddle: process " + deaf.pid() + " takes no agent")
          .contains("-XX:+DisableAttachMechanism");
    } finally {
      deaf.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void saysThatAJvmRefusesWhatIsNoAgent() throws Exception {
    Process jvm = sleeper("-Dany=thing");
    try {
      HeddleRun run = HeddleRun.of("attach", "--agent=" + someJar(), Long.toString(jvm.pid()));

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).startsWith("heddle: JVM " + jvm.pid() + " refused the agent");
    } finally {
      jvm.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void listsTheJvmsOfThisMachine() throws Exception {
    Process jvm = sleeper("-Dany=thing");
    try {
      HeddleRun run = HeddleRun.of("attach");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).startsWith("    PID  JAVA");
      assertThat(run.out())
          .containsPattern(
              " " + jvm.pid() + "  " + System.getProperty("java.version") + " +- .*Sleeper");
      assertThat(run.out()).doesNotContain(" " + ProcessHandle.current().pid() + "  ");
    } finally {
      jvm.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private Path someJar() throws Exception {
    return Files.writeString(directory.resolve("some.jar"), "not an agent");
  }

  private static Process sleeper(String option) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.inputReader().readLine();
    return process;
  }
}
