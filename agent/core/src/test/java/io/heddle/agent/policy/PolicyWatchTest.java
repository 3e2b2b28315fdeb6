package io.heddle.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.operation.Subject;
import io.heddle.audit.spool.OperationType;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Policy;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class PolicyWatchTest {
  @TempDir Path home;

  private final List<String> info = new ArrayList<>();
  private final List<String> warn = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Notes notes = new Notes();
  private CurrentPolicy policy;
  private PolicyWatch watch;

  @BeforeEach
  void start() {
    Settings settings =
        settings(Map.of("heddle.labels.budget", "77", "heddle.audit.reads", "true"));
    policy = new CurrentPolicy(PolicyDefaults.of(settings, warn::add));
    watch = watch(settings);
  }

  @Test
  void theSettingsHoldUntilThereIsAFile() {
    watch.run();
    assertThat(policy.policy().labels().budget()).isEqualTo(77);
    assertThat(policy.policy().audit().recordsReads()).isTrue();
    assertThat(policy.policy().revision()).isZero();
    assertThat(warn).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void putsAPolicyInForceAndTellsWhoHasToKnow() throws IOException {
    write("version: 1\nrevision: 3\ntraces: {per-second: 5}\n");
    watch.run();
    watch.run();
    assertThat(policy.policy().traces().tracesPerSecond()).isEqualTo(5);
    assertThat(policy.policy().labels().budget()).as("by the settings").isEqualTo(77);
    assertThat(told).containsExactly("0 → 3");
    assertThat(info).containsExactly("policy revision 3 is in force; changed: traces");
  }

  @Test
  void aBadFileChangesNothingAndIsNamedWithItsPlace() throws IOException {
    write("version: 1\nrevision: 3\n");
    watch.run();
    write("version: 1\nrevision: 4\nlabels: {budgte: 5}\n");
    watch.run();
    watch.run();
    assertThat(policy.policy().revision()).isEqualTo(3);
    assertThat(told).hasSize(1);
    assertThat(warn).hasSize(2);
    assertThat(warn.get(0)).contains("is refused, 1 problem; revision 3 stays in force");
    assertThat(warn.get(1)).contains("policy.yaml:3:10: ").contains("did you mean budget?");
  }

  @Test
  void saysAFewLinesOfManyProblems() throws IOException {
    write("a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\n");
    watch.run();
    assertThat(warn).hasSize(7);
    assertThat(warn.get(6)).contains("heddle policy check");
  }

  @Test
  void aFileThatGoesLeavesItsPolicyInForce() throws IOException {
    write("version: 1\nrevision: 3\n");
    watch.run();
    Files.delete(home.resolve("policy.yaml"));
    watch.run();
    watch.run();
    assertThat(warn)
        .singleElement()
        .asString()
        .endsWith("cannot be read: it is not there; revision 3 stays in force");
  }

  @Test
  void saysOnceThatTheStandardVariableOverrulesItsTraces() throws IOException {
    watch =
        watch(
            Settings.resolve(
                Map.of(),
                Map.of("heddle.home", home.toString()),
                Map.of("OTEL_TRACES_SAMPLER", "always_on")));
    write("version: 1\nrevision: 1\ntraces: {per-second: 5}\n");
    watch.run();
    write("version: 1\nrevision: 2\ntraces: {per-second: 6}\n");
    watch.run();
    assertThat(warn).singleElement().asString().contains("while OTEL_TRACES_SAMPLER is set");
  }

  @Test
  void warnsIfTheFileThatIsNamedIsNotThere() {
    Settings settings = settings(Map.of("heddle.policy", home.resolve("mine.yaml").toString()));
    watch(settings).run();
    assertThat(warn).singleElement().asString().contains("mine.yaml cannot be read");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"LOGIN", "CONFIG"})
  void rulesCanNameEveryTypeThatIsSeen(OperationType type) throws IOException {
    String name = type.name().toLowerCase(Locale.ROOT);
    write("version: 1\nrevision: 1\naudit: {rules: [{action: skip, types: [" + name + "]}]}\n");
    watch.run();
    assertThat(policy.policy().audit().record(name, "x", true)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOGIN", "CONFIG"})
  void rulesGiveTheTypesThatAreNotSeen(OperationType type) throws IOException {
    String name = type.name().toLowerCase(Locale.ROOT);
    write("version: 1\nrevision: 1\naudit: {rules: [{action: record, as: " + name + "}]}\n");
    watch.run();
    Subject post = new Subject(OperationType.CREATE, true, "POST", "/x", "POST /x", "POST /x");
    assertThat(post.recordedAs(policy.policy().audit())).isEqualTo(type);
  }

  @Test
  void theAuditIsToldOfEachChangeAndOfWhatWasRefused() throws IOException {
    write("version: 1\nrevision: 3\n");
    watch.run();
    write("version: 1\nrevision: 4\naudit: {reads: false}\nredaction: {actors: true}\n");
    watch.run();
    write("version: 1\nrevision: 4\nlabels: {budgte: 5}\n");
    watch.run();
    Files.delete(home.resolve("policy.yaml"));
    watch.run();

    assertThat(notes.whats())
        .containsExactly("POLICY_CHANGED", "POLICY_CHANGED", "POLICY_REFUSED", "POLICY_MISSING");
    assertThat(notes.detail(1))
        .containsEntry("revision_before", 3L)
        .containsEntry("revision", 4L)
        .containsEntry("sha256", "82878e9ccb09f721a908bb862ec496b55120b9fbef0c7282f4e13f368e6d3e79")
        .containsEntry("changed", List.of("audit", "redaction"))
        .containsEntry("weakens", List.of("audit.reads", "redaction.actors"))
        .containsEntry("owner", Files.getOwner(home).getName());
    assertThat(notes.detail(2))
        .containsEntry("revision", 4L)
        .containsEntry("problems", 1)
        .extractingByKey("first")
        .asString()
        .startsWith("3:10: ");
    assertThat(notes.detail(3)).containsEntry("reason", "it is not there");
  }

  @Test
  void aPauseIsNotedBehindWhatWasRecordedAndItsEndBeforeWhatIs() throws IOException {
    List<Boolean> isEnabled = new ArrayList<>();
    notes.each = () -> isEnabled.add(policy.policy().audit().isEnabled());
    write("version: 1\nrevision: 1\naudit: {enabled: false}\n");
    watch.run();
    assertThat(policy.policy().audit().record("update", "orders", true)).isFalse();
    write("version: 1\nrevision: 2\n");
    watch.run();
    assertThat(policy.policy().audit().record("update", "orders", true)).isTrue();

    assertThat(notes.whats())
        .containsExactly("POLICY_CHANGED", "AUDIT_PAUSED", "AUDIT_RESUMED", "POLICY_CHANGED");
    assertThat(isEnabled).containsExactly(false, false, false, true);
    assertThat(notes.detail(1)).containsEntry("revision", 1L);
    assertThat(warn).hasSize(2);
    assertThat(warn.get(0)).contains("PAUSED");
    assertThat(warn.get(1)).contains("resumed");
  }

  private static final class Notes {
    private final List<String> whats = new ArrayList<>();
    private final List<Map<String, ?>> details = new ArrayList<>();
    private Runnable each = () -> {};

    private void note(String what, Map<String, ?> detail) {
      whats.add(what);
      details.add(detail);
      each.run();
    }

    private List<String> whats() {
      return whats;
    }

    private Map<String, Object> detail(int index) {
      return new HashMap<>(details.get(index));
    }
  }

  private PolicyWatch watch(Settings settings) {
    PolicyTarget target = (before, now) -> told.add(before.revision() + " → " + now.revision());
    return new PolicyWatch(settings, policy, target, info::add, warn::add, notes::note);
  }

  private Settings settings(Map<String, String> arguments) {
    return Settings.resolve(arguments, Map.of("heddle.home", home.toString()), Map.of());
  }

  private void write(String text) throws IOException {
    Files.writeString(home.resolve("policy.yaml"), text);
  }

  @Test
  void theDefaultsAreThoseOfTheTableOfSettings() {
    Settings none = Settings.resolve(Map.of(), Map.of(), Map.of());
    assertThat(PolicyDefaults.of(none, warn::add)).isEqualTo(Policy.DEFAULT);
  }
}
