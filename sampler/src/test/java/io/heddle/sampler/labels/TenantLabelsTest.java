package io.heddle.sampler.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenantLabelsTest {
  @Test
  void keepsSeriesOfAnotherLibraryWithinTheBudget() {
    TenantLabels labels = new TenantLabels(LabelRules.DEFAULT.withBudget(5));
    labels.pin(Set.of("acme"));
    Map<String, Long> requests = new HashMap<>();
    for (int turn = 0; turn < 20; turn++) {
      for (int tenant = 0; tenant < 50; tenant++) {
        requests.merge(labels.of("tenant-" + tenant), 1L, Long::sum);
      }
      for (int i = 0; i < 500; i++) {
        requests.merge(labels.of("heavy"), 1L, Long::sum);
      }
      requests.keySet().retainAll(labels.turn());
      assertThat(requests).hasSizeLessThanOrEqualTo(5);
    }
    assertThat(labels.turn()).hasSize(5).contains("acme", "heavy", TenantLabels.OTHER);
    assertThat(labels.explain("heavy").labelled()).isTrue();
    assertThat(labels.explain("tenant-49").about("tenant-49")).contains("~other");
  }

  @Test
  void theReadmeShowsWhatIsCompiledHere() throws IOException {
    Map<String, Long> requests = new HashMap<>();
    String tenant = "acme";
    // README: begin
    TenantLabels labels = new TenantLabels(LabelRules.DEFAULT.withBudget(500));
    labels.pin(Set.of("acme"));

    requests.merge(labels.of(tenant), 1L, Long::sum); // once a request

    requests.keySet().retainAll(labels.turn()); // each time they are collected
    // README: end
    assertThat(requests).containsOnlyKeys("acme");
    String source =
        Files.readString(Path.of("src/test/java/io/heddle/sampler/labels/TenantLabelsTest.java"));
    int begin = source.indexOf("// README: begin\n") + "// README: begin\n".length();
    String example =
        source.substring(begin, source.indexOf("    // README: end")).replaceAll("(?m)^    ", "");
    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + example + "```");
  }
}
