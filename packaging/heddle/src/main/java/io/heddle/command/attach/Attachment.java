package io.heddle.command.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.heddle.command.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * A connection to a running JVM, through the JDK's attach mechanism.
 *
 * <p>All methods throw {@link CommandFailure}, saying why something could not be done and what
 * would help.
 */
final class Attachment implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long LOOK_NANOS = 50_000_000;

  /** What can fail, in the words of the attach mechanism. */
  private interface Call<T> {
    T call()
        throws IOException,
            AttachNotSupportedException,
            AgentLoadException,
            AgentInitializationException;
  }

  private final String pid;
  private final VirtualMachine jvm;

  private Attachment(String pid, VirtualMachine jvm) {
    this.pid = pid;
    this.jvm = jvm;
  }

  /** Connects; nothing changes in that JVM. */
  static Attachment to(String pid) {
    return new Attachment(pid, told(pid, () -> VirtualMachine.attach(pid)));
  }

  /** Its system properties, as they are now. */
  Properties properties() {
    return told(pid, jvm::getSystemProperties);
  }

  /** Refuses a JVM with an agent of ours. */
  void requireNoAgent() {
    String loaded = told(pid, () -> RunningJvms.agentVersion(jvm));
    if (!loaded.isEmpty()) {
      throw new CommandFailure(
          "JVM " + pid + " already runs Heddle " + loaded.replace("?", ""),
          "Its settings are changed by restarting it.",
          null);
    }
  }

  /** Refuses a jar that is no file, or another one, where that JVM looks for it. */
  void requireSees(Path jar) {
    Path seen = Path.of("/proc/" + pid + "/root" + jar);
    boolean isSame;
    try {
      isSame = Files.isSameFile(seen, jar);
    } catch (NoSuchFileException elsewhere) {
      isSame = !Files.exists(Path.of("/proc/" + pid)); // as on systems without it
    } catch (IOException unread) {
      isSame = true; // not known; the JVM itself will tell
    }
    if (!isSame) {
      throw new CommandFailure(
          "JVM "
              + pid
              + " does not see "
              + jar
              + ": it runs in a container, or with a /tmp of its own",
          "Run 'heddle attach' where that JVM runs, or start the application with -javaagent.",
          null);
    }
  }

  /**
   * Loads the agent and waits until it records.
   *
   * @param options as behind {@code -javaagent:JAR=}
   * @return the folder of this run's spool; null if the settings say that nothing is audited
   */
  String load(Path jar, String options) {
    told(
        pid,
        () -> {
          jvm.loadAgent(jar.toString(), options);
          return null;
        });
    if (properties().getProperty(RunningJvms.AGENT_PROPERTY, "").isEmpty()) {
      throw new CommandFailure(
          "the agent was loaded into JVM " + pid + " and did not start",
          "That process's stderr says why, unless heddle.enabled is false.",
          null);
    }
    return awaitSpool();
  }

  private String awaitSpool() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      SpoolState state = SpoolState.of(properties());
      if (state.isOff()) {
        return null;
      }
      if (state.isOpen()) {
        return state.detail();
      }
      if (state.isFailed()) {
        throw new CommandFailure(
            "Heddle is loaded in JVM " + pid + ", but audits nothing: " + state.detail(),
            "Mend it, and the agent goes on by itself: it tries again every five seconds."
                + " Requests and statements are counted meanwhile.",
            null);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    throw new CommandFailure(
        "Heddle is loaded in JVM "
            + pid
            + ", but has not said within "
            + PATIENCE.toSeconds()
            + " s that its spool is open",
        "That process's stderr may say why; 'heddle audit events --type BOOT' shows runs that are"
            + " recorded.",
        null);
  }

  @Override
  public void close() {
    try {
      jvm.detach();
    } catch (IOException gone) {
      // and so is the connection
    }
  }

  private static <T> T told(String pid, Call<T> call) {
    try {
      return call.call();
    } catch (AttachNotSupportedException e) {
      throw new CommandFailure(
          "process " + pid + " takes no agent: " + e.getMessage(),
          "It is no JVM, or it was started with -XX:+DisableAttachMechanism;"
              + " start it with -javaagent instead.",
          e);
    } catch (AgentLoadException | AgentInitializationException e) {
      throw new CommandFailure(
          "JVM " + pid + " refused the agent: " + e.getMessage(),
          "Its user must be able to read the jar, and -XX:-EnableDynamicAgentLoading forbids it;"
              + " its stderr says more.",
          e);
    } catch (IOException e) {
      throw new CommandFailure(
          "cannot talk to process " + pid + ": " + e.getMessage(),
          "Is it a JVM of this user, in the same container? 'heddle attach' lists those there are.",
          e);
    }
  }
}
