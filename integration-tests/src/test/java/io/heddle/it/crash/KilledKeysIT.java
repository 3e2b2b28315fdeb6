package io.heddle.it.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.Packaged;
import io.heddle.it.harness.TomcatApplication;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Detail is sealed for a hundred tenants while the archiver is killed again and again, some tenants
 * are erased in between, and the application dies at last: every key is there, or erased.
 *
 * <p>{@code -Dheddle.kills=N} kills so often.
 */
class KilledKeysIT {
  private static final int KILLS = Integer.getInteger("heddle.kills", 6);
  private static final String ERASED = "tenant-0-3";

  @TempDir Path folder;

  private AgentHome home;
  private Path master;
  private int runs;

  @Test
  void noKeyIsLostAndWhatIsErasedStaysErased() throws Exception {
    prepare();
    Random random = new Random(4711);
    try (Application application =
            TomcatApplication.start(
                Jvm.on(Jdks.newest()).agent(home).environment("OTEL_TRACES_EXPORTER", "none"),
                "writing",
                Database.H2.newUrl(folder),
                Database.H2.connections(),
                folder);
        Writers writers = new Writers(application, 200)) {
      Eventually.holds("keys can be made", Duration.ofSeconds(30), this::canKey);
      writers.awaitEnough();
      for (int kill = 0; kill < KILLS; kill++) {
        try (Jvm sidecar = sidecar()) {
          sidecar.endsWithin(Duration.ofMillis(300 + random.nextInt(1_500)));
          sidecar.kill();
        }
        if (kill % 3 == 1) {
          Jvm erased = start("audit", "erase", "--yes", "--tenant", ERASED, "--reason", "art. 17");
          // 3: the application has not made another key since it was erased last.
          assertThat(erased.awaitExit()).as("%s", erased.describe()).isIn(0, 3);
        }
      }
      writers.stop();
      application.jvm().kill();
      application.jvm().awaitExit();
    }

    List<JsonNode> details = details();
    assertThat(details).extracting(row -> row.get("tenant").asText()).contains(ERASED);
    assertThat(details)
        .allSatisfy(
            row -> {
              String detail = row.get("extras").get("detail").asText();
              if (row.get("tenant").asText().equals(ERASED)) {
                assertThat(detail).matches("~erased|~missing|\\{.*");
              } else {
                assertThat(detail).matches("~missing|\\{.*");
              }
            });
    assertThat(details)
        .filteredOn(row -> row.get("tenant").asText().equals(ERASED))
        .extracting(row -> row.get("extras").get("detail").asText())
        .contains("~erased");
    assertThat(details)
        .filteredOn(row -> row.get("extras").get("detail").asText().startsWith("{"))
        .hasSizeGreaterThan(100);
    assertThat(run("audit", "verify"))
        .contains("sound")
        .noneMatch(line -> line.contains("LOST_KEY"));
    run("audit", "keys", "tenants");
  }

  private void prepare() throws Exception {
    master = Files.write(folder.resolve("master"), "0123456789abcdef".repeat(2).getBytes(US_ASCII));
    Files.setPosixFilePermissions(master, PosixFilePermissions.fromString("rw-------"));
    home =
        AgentHome.in(folder)
            .with("spool.segment-bytes", "1MiB")
            .with("privacy.master-key", "file:" + master);
    Files.createDirectories(home.path());
    Files.writeString(
        home.path().resolve("policy.yaml"),
        "version: 1\nrevision: 1\naudit: {detail: encrypted}\n");
  }

  private boolean canKey() {
    try {
      return MetricsPage.scrape(home.metricsPort()).has("heddle_audit_tenant_keys_total");
    } catch (UncheckedIOException notYetServed) {
      return false;
    }
  }

  /** All operations with detail, opened where that can be. */
  private List<JsonNode> details() throws Exception {
    List<JsonNode> details = new ArrayList<>();
    for (String line : run("audit", "query", "--format", "ndjson", "--limit", "0", "--reveal")) {
      JsonNode row = new ObjectMapper().readTree(line);
      if (row.path("extras").has("detail")) {
        details.add(row);
      }
    }
    return details;
  }

  private Jvm sidecar() throws Exception {
    return start("sidecar", "-D", "heddle.sidecar.port=0", "-D", "heddle.archive.poll=1ms");
  }

  private List<String> run(String... arguments) throws Exception {
    Jvm command = start(arguments);
    assertThat(command.awaitExit()).as("%s", command.describe()).isZero();
    return command.stdout();
  }

  private Jvm start(String... arguments) throws Exception {
    return Jvm.on(Jdks.newest())
        .environment("HEDDLE_HOME", home.path().toString())
        .environment("HEDDLE_PRIVACY_MASTER_KEY", "file:" + master)
        .jar(Packaged.COMMAND)
        .arguments((Object[]) arguments)
        .start("heddle-" + ++runs, folder);
  }
}
