package io.heddle.it.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@code heddle.home} of a test's own, and what the agent is told. */
public final class AgentHome {
  private final Path path;
  private final Map<String, String> arguments = new LinkedHashMap<>();

  private AgentHome(Path path) {
    this.path = path;
    with("home", path.toString());
    with("metrics.port", Integer.toString(FreePort.find()));
  }

  /** A home in {@code folder}. */
  public static AgentHome in(Path folder) {
    return new AgentHome(folder.resolve("heddle"));
  }

  /** Adds or replaces a setting. */
  public AgentHome with(String setting, String value) {
    arguments.put(setting, value);
    return this;
  }

  /** Puts a policy file there, as it is before the agent starts. */
  public AgentHome withPolicy(String policy) throws IOException {
    Files.createDirectories(path);
    Files.writeString(path.resolve("policy.yaml"), policy);
    return this;
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** The port that the agent serves its metrics on. */
  public int metricsPort() {
    return Integer.parseInt(arguments.get("metrics.port"));
  }

  /** The folder that the agent writes to. */
  public Path spool() {
    return path.resolve("spool");
  }

  /** The files of the spool that hold records. */
  public List<Path> spoolFiles() throws IOException {
    if (!Files.isDirectory(spool())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(spool())) {
      return files.filter(file -> file.toString().endsWith(".spool")).sorted().toList();
    }
  }

  /** The files in this home, archive included, that hold {@code text} as UTF-8. */
  public List<Path> filesHolding(String text) throws IOException {
    List<Path> holding = new ArrayList<>();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        // ISO-8859-1 keeps every byte as it is, so that bytes can be searched as text.
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (bytes.contains(
            new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))) {
          holding.add(file);
        }
      }
    }
    return holding;
  }

  String arguments() {
    return arguments.entrySet().stream()
        .map(argument -> argument.getKey() + "=" + argument.getValue())
        .collect(Collectors.joining(";"));
  }
}
