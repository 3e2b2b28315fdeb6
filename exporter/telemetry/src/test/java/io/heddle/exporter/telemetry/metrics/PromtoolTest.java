package io.heddle.exporter.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as Prometheus' own linter sees it; skipped where there is no promtool. */
class PromtoolTest {
  @TempDir Path directory;

  @Test
  void findsNothingToComplainAbout() throws IOException, InterruptedException {
    boolean isInstalled =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    assumeTrue(isInstalled, "promtool is not on the PATH");

    TenantMetrics<String> tenants = Tenants.withBudget(5);
    Metrics metrics = new Metrics(tenants);
    for (int tenant = 0; tenant < 10; tenant++) {
      tenants.recordHttp("tenant-" + tenant, true, 1_000);
      tenants.recordDb("tenant-" + tenant, false, 1_000);
    }
    metrics.httpServer().series("GET", "/orders/{id}", 200, "").record(1, 2, 3, true);
    metrics.httpClient().series("POST", "b.example", 500, "500").record(1);
    metrics.database().series("postgresql", "SELECT", "23505").record(1);
    metrics.counter("heddle_spool_lost_total", "Records lost.", "reason", "disk_full", () -> 1);
    Path page = Files.writeString(directory.resolve("page"), Exposition.text(metrics, null));

    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(page.toFile())
            .redirectErrorStream(true)
            .start();
    String complaints =
        new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(complaints).isZero();
    assertThat(complaints).isEmpty();
  }
}
