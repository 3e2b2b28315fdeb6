package io.heddle.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Jvm;
import java.util.ArrayList;
import java.util.List;

/**
 * What an archive says of what is not as it should be.
 *
 * @param losses records that the writer could not write, or knows to be gone; the sum of LOSS
 * @param missing records that the archiver has not found, by their numbers; the sum of DAMAGE
 * @param refused commits that were refused; the sum of COMMITS_NOT_DURABLE
 * @param wentOn commits that went on although they were promised more
 * @param resolved writes whose outcome the database was asked for; the sum of RESOLVED
 */
record Told(long losses, long missing, long refused, long wentOn, long resolved) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Archives what there is, and reads; the archive must be sound. */
  static Told by(ArchiveReader archive) throws Exception {
    long losses = 0;
    long missing = 0;
    long refused = 0;
    long wentOn = 0;
    long resolved = 0;
    for (String line :
        run(
            archive,
            "audit",
            "events",
            "--kind",
            "loss,damage,commits-not-durable,resolved",
            "--limit",
            "0",
            "--format",
            "ndjson")) {
      JsonNode detail = JSON.readTree(line).path("detail");
      losses += detail.path("count").asLong(0);
      resolved += detail.path("writes").asLong(0);
      if (detail.has("first_seq")) {
        missing += detail.path("last_seq").asLong() - detail.path("first_seq").asLong() + 1;
      }
      refused += detail.path("refused").asLong(0);
      wentOn += detail.path("went_on").asLong(0);
    }
    run(archive, "audit", "verify");
    return new Told(losses, missing, refused, wentOn, resolved);
  }

  private static List<String> run(ArchiveReader archive, String... arguments) throws Exception {
    try (Jvm command = archive.run(arguments)) {
      assertThat(command.awaitExit()).as("%s", command.describe()).isZero();
      List<String> lines = new ArrayList<>(command.stdout());
      lines.removeIf(String::isBlank);
      return lines;
    }
  }
}
