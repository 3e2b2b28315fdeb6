package io.heddle.command.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarLockTest {
  @TempDir Path home;

  @Test
  void nobodyHoldsAHomeWithoutASidecar() throws Exception {
    assertThat(SidecarLock.holder(home)).isEmpty();
    try (SidecarLock lock = SidecarLock.tryTake(home).orElseThrow()) {
      lock.inscribe("pid 1");
    }
    assertThat(SidecarLock.holder(home)).isEmpty();
  }

  @Test
  void isTakenOnceWithinAJvm() throws Exception {
    try (SidecarLock lock = SidecarLock.tryTake(home).orElseThrow()) {
      lock.inscribe("pid 1");
      assertThat(SidecarLock.tryTake(home)).isEmpty();
    }
    SidecarLock.tryTake(home).orElseThrow().close();
  }

  @Test
  void saysWhichProcessHoldsItUntilThatIsKilled() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                home.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("taken");

      assertThat(SidecarLock.tryTake(home)).isEmpty();
      assertThat(SidecarLock.holder(home)).hasValue("pid " + holder.pid());
    } finally {
      holder.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    assertThat(SidecarLock.holder(home)).isEmpty();
    SidecarLock.tryTake(home).orElseThrow().close();
  }

  /** Holds the lock until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      SidecarLock lock = SidecarLock.tryTake(Path.of(arguments[0])).orElseThrow();
      lock.inscribe("pid " + ProcessHandle.current().pid());
      System.out.println("taken");
      Thread.currentThread().join();
    }
  }
}
