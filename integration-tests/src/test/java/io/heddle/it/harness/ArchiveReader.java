package io.heddle.it.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads an archive as a user does: with the packaged command, in a JVM of its own. */
public final class ArchiveReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Jdk jdk;
  private final Path home;
  private final Path folder;
  private int runs;

  private ArchiveReader(Jdk jdk, Path home, Path folder) {
    this.jdk = jdk;
    this.home = home;
    this.folder = folder;
  }

  /**
   * @param folder where the output of the command is kept
   */
  public static ArchiveReader of(Jdk jdk, AgentHome home, Path folder) {
    return of(jdk, home.path(), folder);
  }

  /**
   * @param home a directory that an agent has written to
   * @param folder where the output of the command is kept
   */
  public static ArchiveReader of(Jdk jdk, Path home, Path folder) {
    return new ArchiveReader(jdk, home, folder);
  }

  /** Archives what the spool holds, then reads all records, in the order of the archive. */
  public List<ArchivedOperation> all(String... conditions)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("audit", "query", "--format", "ndjson", "--limit", "0", "--reverse"));
    arguments.addAll(List.of(conditions));
    Jvm command = run(arguments.toArray(String[]::new));
    if (command.awaitExit() != 0) {
      throw new AssertionError("the query failed: " + command.describe());
    }
    List<ArchivedOperation> records = new ArrayList<>();
    for (String line : command.stdout()) {
      if (!line.isBlank()) {
        records.add(parse(line));
      }
    }
    return records;
  }

  /** Starts the command with any arguments; the caller waits for its end. */
  public Jvm run(String... arguments) throws IOException {
    return Jvm.on(jdk)
        .environment("HEDDLE_HOME", home.toString())
        .jar(Packaged.COMMAND)
        .arguments((Object[]) arguments)
        .start("heddle-" + ++runs, folder);
  }

  private static ArchivedOperation parse(String line) {
    try {
      return ArchivedOperation.parse(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not a JSON object: " + line, e);
    }
  }
}
