package io.heddle.command.doctor;

import io.heddle.audit.spool.SpoolDirectory;
import io.heddle.audit.spool.SpoolLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who writes to the spool, and how much of it waits to be archived. */
final class SpoolCheck {
  private static final long LARGE_BYTES = 256L << 20;

  private SpoolCheck() {}

  static List<Finding> of(Path spool) throws IOException {
    if (!Files.isDirectory(spool)) {
      return List.of(
          Finding.notable(
              "spool",
              spool + " does not exist: no agent has recorded anything here",
              "Does the agent use the same heddle.home?"));
    }
    List<SpoolLog> logs = SpoolDirectory.logs(spool);
    int live = 0;
    long bytes = 0;
    for (SpoolLog log : logs) {
      live += log.isWriterAlive() ? 1 : 0;
      bytes += log.sizeBytes();
    }
    String detail =
        "%d of live JVMs, %d of ended ones, %s on disk"
            .formatted(live, logs.size() - live, Sizes.text(bytes));
    return List.of(
        bytes > LARGE_BYTES
            ? Finding.notable("spool", detail, "Is a sidecar running for this home?")
            : Finding.fine("spool", detail));
  }
}
