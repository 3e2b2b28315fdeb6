package io.heddle.command.attach;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import io.heddle.command.cli.CommandFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/** The JVMs of this user on this machine, through the JDK's attach mechanism. */
public final class RunningJvms {
  /** Set by the agent in the JVM it runs in; its value is the agent's version. */
  static final String AGENT_PROPERTY = "io.heddle.agent.version";

  /** Set by the agent; a line for each class that it was to weave and could not. */
  private static final String UNWOVEN_PROPERTY = "io.heddle.agent.unwoven";

  /**
   * Set by the agent while it has seen statements and no request: how many, and behind them the
   * class of a server that it does not instrument, if there is one.
   */
  private static final String UNSERVED_PROPERTY = "io.heddle.agent.unserved";

  private static final Pattern AGENT_ARGUMENT = Pattern.compile("-javaagent:\\S*heddle-agent\\S*");

  /**
   * A JVM.
   *
   * @param agentVersion of the Heddle agent in it; empty if there is none or it cannot be asked
   * @param unwoven what the agent says of each class that it was to weave and could not
   * @param unserved empty if the agent has seen a request, or hardly a statement; else how many
   *     statements ran in a minute, and the class of the server if it is not instrumented
   * @param spool what the agent says of its spool
   */
  public record Jvm(
      String pid,
      String mainClass,
      String javaVersion,
      String agentVersion,
      List<String> unwoven,
      List<String> unserved,
      SpoolState spool) {
    /** Whether Heddle runs in it, as far as it can be told. */
    public boolean hasAgent() {
      return !agentVersion.isEmpty();
    }
  }

  private RunningJvms() {}

  /**
   * The JVMs but this one, in the order of their process IDs.
   *
   * @throws CommandFailure if this runs on a JRE without the module {@code jdk.attach}
   */
  public static List<Jvm> list() {
    requireAttachModule();
    String own = Long.toString(ProcessHandle.current().pid());
    List<Jvm> jvms = new ArrayList<>();
    for (VirtualMachineDescriptor descriptor : VirtualMachine.list()) {
      if (!descriptor.id().equals(own)) {
        jvms.add(describe(descriptor));
      }
    }
    jvms.sort((a, b) -> Long.compare(Long.parseLong(a.pid()), Long.parseLong(b.pid())));
    return jvms;
  }

  private static Jvm describe(VirtualMachineDescriptor descriptor) {
    String mainClass = descriptor.displayName().split(" ")[0];
    try {
      VirtualMachine jvm = VirtualMachine.attach(descriptor);
      try {
        Properties properties = jvm.getSystemProperties();
        String java = properties.getProperty("java.version", "");
        List<String> unwoven = properties.getProperty(UNWOVEN_PROPERTY, "").lines().toList();
        List<String> unserved = properties.getProperty(UNSERVED_PROPERTY, "").lines().toList();
        return new Jvm(
            descriptor.id(),
            mainClass,
            java,
            agentVersion(jvm),
            unwoven,
            unserved,
            SpoolState.of(properties));
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException | IOException e) {
      SpoolState unknown = new SpoolState("", "");
      return new Jvm(descriptor.id(), mainClass, "", "", List.of(), List.of(), unknown);
    }
  }

  /** The version of the agent in a JVM, "?" if there is one that does not say; empty if none. */
  static String agentVersion(VirtualMachine jvm) throws IOException {
    String version = jvm.getSystemProperties().getProperty(AGENT_PROPERTY, "");
    String arguments = jvm.getAgentProperties().getProperty("sun.jvm.args", "");
    boolean isArgument = AGENT_ARGUMENT.matcher(arguments).find();
    return version.isEmpty() && isArgument ? "?" : version;
  }

  static void requireAttachModule() {
    if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
      throw new CommandFailure(
          "this Java runtime lacks the module jdk.attach",
          "Run heddle with a JDK (set JAVA_HOME), or start the application with -javaagent.",
          null);
    }
  }
}
