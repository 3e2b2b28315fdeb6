package io.heddle.command.demo.evidence;

import io.heddle.command.cli.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a service's database holds, as the service's own code counts it once the service has ended:
 * rows by table and tenant.
 */
public record Database(Map<String, Map<String, Long>> rows) {
  /**
   * Counts.
   *
   * @param orderService the jar whose code knows the database
   */
  public static Database read(Path orderService, Path database) {
    try {
      Process count =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-jar",
                  orderService.toString(),
                  "--role=count",
                  "--database=" + database)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String output = new String(count.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (count.waitFor() != 0) {
        throw new CommandFailure("cannot count the rows of " + database + ": " + output);
      }
      return parse(output);
    } catch (IOException e) {
      throw new CommandFailure("cannot count the rows of " + database, "", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while rows were counted");
    }
  }

  static Database parse(String output) {
    Map<String, Map<String, Long>> rows = new TreeMap<>();
    output
        .lines()
        .map(line -> line.split("\t"))
        .forEach(
            cells ->
                rows.computeIfAbsent(cells[0], table -> new TreeMap<>())
                    .put(cells[1], Long.parseLong(cells[2])));
    return new Database(rows);
  }

  /** Rows of a table by tenant; a tenant without any is left out. */
  Map<String, Long> byTenant(String table) {
    return rows.getOrDefault(table, Map.of());
  }

  long count(String table) {
    return byTenant(table).values().stream().mapToLong(Long::longValue).sum();
  }
}
