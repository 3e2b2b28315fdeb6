package io.heddle.agent.policy;

import io.heddle.exporter.telemetry.metrics.Metrics;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.file.PolicyFile;
import io.heddle.sampler.policy.file.PolicyFile.Look;
import io.heddle.sampler.policy.yaml.Problem;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import io.heddle.settings.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Looks at the policy file now and then, and puts what it says in force: first for those who read
 * the policy, then for those who have to be told. A file that is refused changes nothing.
 *
 * <p>One thread at a time.
 */
public final class PolicyWatch implements Runnable {
  /** How often the file is looked at: a change is in force after this and a moment. */
  public static final int INTERVAL_MILLIS = 2_000;

  private static final String SAMPLER = "OTEL_TRACES_SAMPLER";

  /** Lines about one refused file; the command names the rest. */
  private static final int MOST_LINES = 5;

  private final Path path;
  private final boolean isNamed;
  private final CurrentPolicy policy;
  private final PolicyTarget target;
  private final Consumer<String> info;
  private final Consumer<String> warn;
  private final BiConsumer<String, Map<String, ?>> notes;

  /** Whether the operator's standard variable decides about traces, which has to be said. */
  private boolean overrulesTraces;

  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder missing = new LongAdder();

  /** Null while nobody has named a file and there is none: what reads it need not be loaded. */
  private PolicyFile file;

  /** Null as long as {@link #file} is. */
  private PolicyNotes audit;

  /**
   * @param settings name the file; it is expected to be there if somebody has named it
   * @param policy holds the settings' policy until there is a file
   * @param target told of each policy
   * @param info takes a sentence when a policy comes into force
   * @param warn takes a sentence when a file is refused or has gone
   * @param notes takes what the audit has to say of it: what happened, and details
   */
  public PolicyWatch(
      Settings settings,
      CurrentPolicy policy,
      PolicyTarget target,
      Consumer<String> info,
      Consumer<String> warn,
      BiConsumer<String, Map<String, ?>> notes) {
    this.path = settings.path(Setting.HOME).resolve(settings.path(Setting.POLICY));
    this.isNamed = !settings.text(Setting.POLICY).equals(Setting.POLICY.defaultValue());
    this.overrulesTraces = settings.standardVariable(SAMPLER) != null;
    this.policy = policy;
    this.target = target;
    this.info = info;
    this.warn = warn;
    this.notes = notes;
  }

  /** Adds the families that tell which policy is in force. */
  public void show(Metrics metrics) {
    metrics.gauge(
        "heddle_policy_revision",
        "Revision of the policy in force; 0 if there has been no policy file.",
        () -> policy.policy().revision());
    show(metrics, "accepted", accepted);
    show(metrics, "refused", refused);
    show(metrics, "missing", missing);
  }

  private static void show(Metrics metrics, String result, LongAdder count) {
    metrics.counter(
        "heddle_policy_reloads_total",
        "Times the policy file was found changed, by what became of it.",
        "result",
        result,
        count::sum);
  }

  /** Looks once. */
  @Override
  public void run() {
    if (file == null) {
      if (!isNamed && !Files.exists(path)) {
        return;
      }
      file = new PolicyFile(path, isNamed, policy.policy(), Suggestion::nearest);
      audit = new PolicyNotes(file, notes);
    }
    take(file.look());
  }

  private void take(Look look) {
    if (look instanceof Look.Accepted change) {
      accept(change);
    } else if (look instanceof Look.Refused refusal) {
      refuse(refusal.problems());
    } else if (look instanceof Look.Gone gone) {
      missing.increment();
      audit.gone(policy.policy().revision(), gone.reason());
      warn.accept("policy " + path + " cannot be read: " + gone.reason() + "; " + stillInForce());
    }
  }

  private void accept(Look.Accepted change) {
    List<String> changed = change.now().differencesFrom(change.before());
    audit.changing(change.before(), change.now());
    policy.replace(change.now());
    target.change(change.before(), change.now());
    audit.changed(change.before(), change.now(), changed);
    accepted.increment();
    info.accept(
        "policy revision "
            + change.now().revision()
            + " is in force"
            + (changed.isEmpty() ? "; it changes nothing" : "; changed: " + join(changed)));
    boolean isEnabled = change.now().audit().isEnabled();
    if (isEnabled != change.before().audit().isEnabled()) {
      warn.accept(
          isEnabled
              ? "auditing is resumed; both are recorded"
              : "auditing is PAUSED by audit.enabled: nothing but that is recorded");
    }
    if (overrulesTraces && changed.contains("traces")) {
      overrulesTraces = false;
      warn.accept("the policy's rules for traces do nothing while " + SAMPLER + " is set");
    }
  }

  private void refuse(List<Problem> problems) {
    refused.increment();
    audit.refused(policy.policy().revision(), problems);
    warn.accept(
        "policy "
            + path
            + " is refused, "
            + problems.size()
            + (problems.size() == 1 ? " problem; " : " problems; ")
            + stillInForce());
    for (int i = 0; i < problems.size() && i < MOST_LINES; i++) {
      warn.accept(path + ":" + problems.get(i));
    }
    if (problems.size() > MOST_LINES) {
      warn.accept("heddle policy check " + path + " shows them all");
    }
  }

  private String stillInForce() {
    long revision = policy.policy().revision();
    return revision == 0 ? "the settings hold" : "revision " + revision + " stays in force";
  }

  private static String join(List<String> names) {
    return String.join(", ", names);
  }
}
