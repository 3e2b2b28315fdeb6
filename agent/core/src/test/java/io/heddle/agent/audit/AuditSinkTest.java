package io.heddle.agent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.Recorders;
import io.heddle.agent.operation.Subject;
import io.heddle.agent.policy.Policies;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.audit.spool.BegunBy;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.SpoolContents;
import io.heddle.audit.spool.SpoolOptions;
import io.heddle.audit.spool.SpoolRecord.NoteRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSinkTest {
  private static final Subject UPDATE_SESSION = subject(OperationType.UPDATE, "session");
  private static final Subject UPDATE_ORDER = subject(OperationType.UPDATE, "orders");
  private static final Subject READ_ORDER = subject(OperationType.READ, "orders");

  @TempDir Path root;

  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final CurrentPolicy policy = new CurrentPolicy(Policy.DEFAULT);
  private final AuditSink audit = new AuditSink(policy, true);
  private final OperationRecorder recorder = Recorders.of(tenants, policy, audit);

  @Test
  void recordsWhatTheRulesOfTheMomentSay() throws IOException {
    record(Layer.JDBC, UPDATE_SESSION);
    record(Layer.JDBC, READ_ORDER);
    policy.replace(Policies.skipping("update", "session*"));
    try (SpoolWriter spool = open()) {
      audit.open(spool, Map.of());
      record(Layer.JDBC, UPDATE_SESSION);
      record(Layer.JDBC, UPDATE_ORDER);
      record(Layer.HTTP_CLIENT, UPDATE_ORDER);
      policy.replace(Policy.DEFAULT);
      record(Layer.JDBC, UPDATE_SESSION);
    }
    assertThat(targets()).containsExactly("session", "orders", "session");
    assertThat(audit.skipped()).as("by a rule, and not for being a read").isEqualTo(1);
  }

  @Test
  void tellsWhatIsNoOperationInItsOrderWhateverThePolicySays() throws IOException {
    policy.replace(Policies.paused());
    audit.accept("EARLY", new TreeMap<>(Map.of("a", 1, "b", List.of("x", "y\"\n"), "c", true)));
    try (SpoolWriter spool = open()) {
      audit.open(spool, Map.of("revision", 7L));
      record(Layer.JDBC, UPDATE_ORDER);
      audit.accept("LATE", Map.of("empty", List.of()));
    }
    assertThat(targets()).isEmpty();
    assertThat(audit.skipped()).isEqualTo(1);
    assertThat(notes())
        .containsExactly(
            "AUDIT_STARTED {\"revision\":7}",
            "EARLY {\"a\":1,\"b\":[\"x\",\"y\\\"\\u000a\"],\"c\":true}",
            "LATE {\"empty\":[]}");
  }

  @Test
  void aRecordOfWorkThatOutlivedItsRequestNamesTheRequest() throws IOException {
    ThreadState thread = new CurrentThread().state();
    TenantContext request =
        new TenantContext(tenants.intern("acme"), 7, 8, 9, TenantContext.SAMPLED, "");
    thread.attach(request);
    record(thread);
    request.ended(System.nanoTime());
    record(thread);
    policy.replace(Policies.lingering(Duration.ZERO));
    record(thread);
    record(thread);
    try (SpoolWriter spool = open()) {
      audit.open(spool, Map.of());
    }
    List<OperationRecord> records = SpoolContents.of(root, OperationRecord.class);
    assertThat(records)
        .extracting(OperationRecord::tenant)
        .containsExactly("acme", "acme", "~none", "~none");
    assertThat(records.subList(0, 2)).allMatch(record -> record.extras().isEmpty());
    assertThat(records.subList(2, 4))
        .extracting(record -> record.extras().field(OperationExtras.BEGUN_BY).orElseThrow())
        .allMatch(value -> BegunBy.of(value).equals(new BegunBy(7, 8, "acme")));
    assertThat(records.subList(2, 4))
        .as("each is a trace of its own, as any of nobody's is")
        .noneMatch(record -> record.traceIdLow() == 8)
        .doesNotHaveDuplicates();
  }

  private void record(ThreadState thread) {
    Operation operation = recorder.call(Layer.JDBC, thread);
    operation.names(UPDATE_ORDER);
    recorder.end(operation);
  }

  private void record(Layer layer, Subject subject) {
    Operation operation = recorder.call(layer, new CurrentThread().state());
    operation.names(subject);
    recorder.end(operation);
  }

  private SpoolWriter open() throws IOException {
    return SpoolWriter.open(
        new SpoolOptions(root, "node", 1, "service", "1", 64 << 20, 1 << 20),
        () -> System.currentTimeMillis() * 1_000);
  }

  private List<String> targets() throws IOException {
    return SpoolContents.of(root, OperationRecord.class).stream()
        .map(OperationRecord::target)
        .toList();
  }

  private List<String> notes() throws IOException {
    return SpoolContents.of(root, NoteRecord.class).stream()
        .map(note -> note.what() + " " + note.detail())
        .toList();
  }

  private static Subject subject(OperationType type, String table) {
    return new Subject(
        type, type != OperationType.READ, type.name(), table, type + " " + table, table);
  }
}
