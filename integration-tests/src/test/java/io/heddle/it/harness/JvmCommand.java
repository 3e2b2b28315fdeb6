package io.heddle.it.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a JVM is started with; each method adds to it. */
public final class JvmCommand {
  private final Jdk jdk;
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> program = new ArrayList<>();
  private final List<String> launcher = new ArrayList<>();

  JvmCommand(Jdk jdk) {
    this.jdk = jdk;
    // Two cores are shared by the application, its database and the test: small and predictable.
    options.add("-Xmx512m");
    options.add("-XX:TieredStopAtLevel=1");
    options.add("-XX:+UseSerialGC");
  }

  /** Runs it under the packaged agent, on that home. */
  public JvmCommand agent(AgentHome home) {
    return agent(Packaged.AGENT, home);
  }

  /** With another build of the agent, at {@code jar}. */
  public JvmCommand agent(Path jar, AgentHome home) {
    options.add("-javaagent:" + jar + "=" + home.arguments());
    return this;
  }

  /** Any option of {@code java}. */
  public JvmCommand option(String option) {
    options.add(option);
    return this;
  }

  /** Without the options that make short tests cheap: as an operator would start it. */
  public JvmCommand withDefaultOptions() {
    options.clear();
    return this;
  }

  /** A system property. */
  public JvmCommand property(String name, Object value) {
    options.add("-D" + name + "=" + value);
    return this;
  }

  /** An environment variable. */
  public JvmCommand environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Starts it through another program, which replaces itself by it, as {@code taskset} does. */
  public JvmCommand through(String... words) {
    launcher.addAll(List.of(words));
    return this;
  }

  /** A main class on a class path. */
  public JvmCommand main(String mainClass, List<Path> classPath) {
    program.add("-cp");
    program.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    program.add(mainClass);
    return this;
  }

  /** An executable jar. */
  public JvmCommand jar(Path jar) {
    program.add("-jar");
    program.add(jar.toString());
    return this;
  }

  /** Arguments of the program. */
  public JvmCommand arguments(Object... arguments) {
    for (Object argument : arguments) {
      program.add(argument.toString());
    }
    return this;
  }

  /**
   * Starts it.
   *
   * @param name of the files that hold its output
   * @param folder where it runs and its output goes
   */
  public Jvm start(String name, Path folder) throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(jdk.program("java"));
    if (jdk.warnsOfNativeAccess()) {
      // For the drivers of the applications under test; the agent loads no native library.
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(options);
    command.addAll(program);
    return Jvm.start(name, command, environment, folder);
  }
}
