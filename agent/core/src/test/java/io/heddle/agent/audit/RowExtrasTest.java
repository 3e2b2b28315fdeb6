package io.heddle.agent.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.ContextEnds;
import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.operation.EpochClock;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationDetail;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.Subject;
import io.heddle.agent.operation.TraceDecision;
import io.heddle.agent.operation.WrittenRows;
import io.heddle.agent.operation.WrittenValue;
import io.heddle.agent.policy.Policies;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationExtras.Field;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.privacy.Erasures;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.TenantKeys;
import io.heddle.audit.spool.row.CanonicalRow;
import io.heddle.audit.spool.row.RowFingerprints;
import io.heddle.audit.spool.row.RowFingerprints.Change;
import io.heddle.audit.spool.row.UnknownRows;
import io.heddle.sampler.policy.AuditRule;
import io.heddle.sampler.policy.AuditRules;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.HeaderRules;
import io.heddle.sampler.policy.NamePattern;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.Redaction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowExtrasTest {
  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final CurrentPolicy policy = new CurrentPolicy(Policy.DEFAULT);
  private final OperationRecorder recorder =
      new OperationRecorder(
          new EpochClock(),
          (tenant, low, parent, state, nanos) -> new TraceDecision.Head(true, state),
          new ContextEnds(tenants.none(), policy, (how, task) -> {}),
          policy);

  @Test
  void aPlainFingerprintIsTheSha256OfTheRowsForm() throws Exception {
    WrittenRows rows = rows(false, 2);
    byte[] form = rows.groups().get(0).rows().get(1).row();
    RowFingerprints prints = RowFingerprints.of(only(recorded(null, rows, "x")));
    assertThat(prints.key()).isNull();
    assertThat(prints.hasMore()).isFalse();
    assertThat(prints.rows().get(1).row()).isEqualTo(CanonicalRow.sha256(form));
  }

  @Test
  void whereDetailIsEncryptedItIsMadeUnderTheTenantsKey() throws Exception {
    TenantKeys keys = keys();
    WrittenRows rows = rows(true, 1);
    byte[] form = rows.groups().get(0).rows().get(0).row();
    RowFingerprints prints = RowFingerprints.of(only(recorded(keys, rows, "x")));
    assertThat(prints.key()).isEqualTo(keys.key("~none").id());
    assertThat(prints.rows().get(0).row())
        .isEqualTo(keys.key("~none").rows().doFinal(form))
        .isNotEqualTo(CanonicalRow.sha256(form))
        .isNotEqualTo(keys.key("~none").digest().doFinal(form));
  }

  @Test
  void withoutAKeyThereIsNoFingerprintRatherThanOneThatCanBeGuessed() {
    assertThat(UnknownRows.of(only(recorded(null, rows(true, 1), "x"))))
        .isEqualTo(UnknownRows.NO_KEY);
  }

  @Test
  void keepsTheRowsThatFindRoomBesideTheLongestStatement() throws Exception {
    RowFingerprints few =
        RowFingerprints.of(only(recorded(null, rows(false, 500), "s".repeat(20_000))));
    assertThat(few.hasMore()).isTrue();
    assertThat(few.rows()).hasSizeBetween(50, 64);
    Operation withDetail = operation("s".repeat(5_000));
    withDetail.detailedBy(new OperationDetail());
    withDetail.writes(rows(false, 500));
    RowExtras.add(null, withDetail);
    assertThat(OperationExtras.roomBeside(withDetail)).isGreaterThan(2_000);
  }

  @Test
  void saysThatThereIsNoRoom() {
    WrittenRows rows = new WrittenRows("orders", Change.INSERTED, false);
    Map<String, WrittenValue> others = WrittenRows.columns();
    for (int i = 0; i < 255; i++) {
      others.put("a column with quite a long name " + i, WrittenValue.of(i));
    }
    rows.add(key(1), others);
    assertThat(UnknownRows.of(only(recorded(null, rows, "s".repeat(20_000)))))
        .isEqualTo(UnknownRows.NO_ROOM);
  }

  @Test
  void whatFoundNoRowSaysNothing() {
    WrittenRows none = new WrittenRows("orders", Change.DELETED, false);
    none.add(key(1), WrittenRows.columns());
    none.ran(0, true);
    assertThat(recorded(null, none, "x").extras()).isEmpty();
  }

  @Test
  void aPolicyAsksForTheKeyOfATableUnlessItsNamesAreTakenOut() {
    AuditRule rule =
        new AuditRule(true, Set.of(), List.of(new NamePattern("orders"))).fingerprinting("id");
    Subject orders = subject("INSERT INTO orders (id, salary) VALUES (?, ?)");
    assertThat(recorder.fingerprintKey(orders)).isEmpty();
    policy.replace(
        Policies.of(new AuditRules(false, List.of(rule)), Redaction.NONE, HeaderRules.DEFAULT));
    assertThat(recorder.fingerprintKey(orders)).containsExactly("id");
    policy.replace(
        Policies.of(
            new AuditRules(false, List.of(rule)),
            new Redaction(false, List.of(new NamePattern("salary")), List.of()),
            HeaderRules.DEFAULT));
    assertThat(recorder.fingerprintKey(orders)).isEmpty();
  }

  private Operation recorded(TenantKeys keys, WrittenRows rows, String statement) {
    Operation operation = operation(statement);
    operation.writes(rows);
    RowExtras.add(keys == null ? null : new DetailSealer(keys), operation);
    assertThat(operation.written()).isNull();
    return operation;
  }

  private Operation operation(String statement) {
    Operation operation = recorder.call(Layer.JDBC, new CurrentThread().state());
    operation.names(subject(statement));
    return operation;
  }

  private static byte[] only(Operation operation) {
    List<Field> fields = OperationExtras.of(operation.extras()).fields();
    assertThat(fields).hasSize(1);
    assertThat(fields.get(0).tag()).isEqualTo(OperationExtras.ROW_FINGERPRINT);
    return fields.get(0).value();
  }

  private static WrittenRows rows(boolean isKeyed, int count) {
    WrittenRows rows = new WrittenRows("orders", Change.INSERTED, isKeyed);
    for (int i = 0; i < count; i++) {
      Map<String, WrittenValue> others = WrittenRows.columns();
      others.put("item", WrittenValue.of("item " + i));
      rows.add(key(i), others);
    }
    rows.ran(count, true);
    return rows;
  }

  private static Map<String, WrittenValue> key(int id) {
    Map<String, WrittenValue> key = WrittenRows.columns();
    key.put("id", WrittenValue.of(id));
    return key;
  }

  private static Subject subject(String statement) {
    return new Subject(OperationType.CREATE, true, "INSERT", "orders", statement, "INSERT orders");
  }

  private static TenantKeys keys() throws Exception {
    MasterKey master = MasterKey.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
    return new TenantKeys(
        master,
        "node",
        1,
        10,
        Erasures.read(java.nio.file.Path.of("nowhere")),
        key -> true,
        () -> 1);
  }
}
