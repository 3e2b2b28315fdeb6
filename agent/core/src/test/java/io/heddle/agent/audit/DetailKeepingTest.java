package io.heddle.agent.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.Actor;
import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationDetail;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.Recorders;
import io.heddle.agent.operation.Subject;
import io.heddle.agent.policy.Policies;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.SpoolContents;
import io.heddle.audit.spool.SpoolOptions;
import io.heddle.audit.spool.SpoolRecord;
import io.heddle.audit.spool.SpoolRecord.KeyRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.privacy.Erasures;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.RecordBinding;
import io.heddle.audit.spool.privacy.SealedDetail;
import io.heddle.audit.spool.privacy.TenantKey;
import io.heddle.audit.spool.privacy.WrappedKey;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetailKeepingTest {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  @TempDir Path home;

  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final CurrentPolicy policy = new CurrentPolicy(Policies.sealing());
  private final AuditSink audit = new AuditSink(policy, true);
  private final AtomicLong now = new AtomicLong(1_795_227_420_000_000L);
  private final List<String> log = new ArrayList<>();
  private final OperationRecorder recorder = Recorders.of(tenants, policy, audit);
  private SpoolWriter spool;

  @BeforeEach
  void open() throws IOException {
    spool =
        SpoolWriter.open(
            new SpoolOptions(home.resolve("spool"), "node", 1, "svc", "1", 64 << 20, 1 << 20),
            now::get);
    audit.open(spool, Map.of());
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void sealsDetailWithTheTenantsKeyWhichComesFirst() throws Exception {
    writeKey();
    keeping().run();
    record("4111-1111");
    record("4222-2222");

    List<SpoolRecord> records = records();
    assertThat(records)
        .filteredOn(one -> one instanceof KeyRecord || one instanceof OperationRecord)
        .hasSize(3)
        .first()
        .isInstanceOf(KeyRecord.class);
    assertThat(opened(records))
        .containsExactly("{\"values\":[[\"4111-1111\"]]}", "{\"values\":[[\"4222-2222\"]]}");
    assertThat(spooled()).doesNotContain("4111-1111").doesNotContain("4222-2222");
    assertThat(log).isEmpty();
  }

  @Test
  void keepsNoDetailWithoutAMasterKeyAndTriesAgain() throws Exception {
    DetailKeeping keeping = keeping();
    keeping.run();
    record("4111-1111");
    writeKey();
    keeping.run();
    record("4222-2222");
    now.addAndGet(31_000_000);
    keeping.run();
    record("4333-3333");

    List<OperationRecord> records = operations(records());
    assertThat(records.get(0).extras().field(OperationExtras.SEALED_DETAIL).orElseThrow())
        .isEqualTo(SealedDetail.missing());
    assertThat(records.get(1).extras().field(OperationExtras.SEALED_DETAIL).orElseThrow())
        .isEqualTo(SealedDetail.missing());
    assertThat(opened(records()).get(2)).contains("4333-3333");
    assertThat(spooled()).doesNotContain("4111-1111");
    assertThat(log)
        .hasSize(2)
        .first()
        .asString()
        .contains("no detail is kept, although the policy asks for it: there is no master key");
  }

  @Test
  void anErasedTenantHasAnotherKey() throws Exception {
    writeKey();
    DetailKeeping keeping = keeping();
    keeping.run();
    record("before");
    Files.writeString(
        home.resolve("spool").resolve(Erasures.FILE), Erasures.text(Map.of("~none", 4L)));
    keeping.run();
    record("after");

    List<WrappedKey> keys = keys(records());
    assertThat(keys).extracting(key -> key.origin().erasures()).containsExactly(0L, 4L);
    assertThat(sealed(operations(records()).get(1)).key()).isEqualTo(keys.get(1).id());
  }

  @Test
  void actorsAreSealedAsWell() throws Exception {
    writeKey();
    keeping().run();
    policy.replace(Policies.sealingActors());
    Operation operation = recorder.call(Layer.JDBC, new CurrentThread().state());
    operation.names(subject("card"));
    operation.context().actedBy(Actor.principal("jane"));
    recorder.end(operation);

    assertThat(operations(records()).get(0).actor()).isEqualTo("~sealed");
    assertThat(opened(records())).containsExactly("{\"actor\":\"jane\"}");
    assertThat(spooled()).doesNotContain("jane");
  }

  @Test
  void redactionWinsOverDetail() throws Exception {
    writeKey();
    keeping().run();
    policy.replace(Policies.sealingButHiding("card"));
    record("4111-1111");

    assertThat(recorder.keepsDetail(subject("card"))).isFalse();
    assertThat(recorder.keepsDetail(subject("orders"))).isTrue();
    assertThat(operations(records()).get(0).extras().isEmpty()).isTrue();
  }

  @Test
  void findsRoomBesideTheLongestStatement() throws Exception {
    writeKey();
    keeping().run();
    Operation operation = recorder.call(Layer.JDBC, new CurrentThread().state());
    operation.names(
        new Subject(
            OperationType.UPDATE, true, "UPDATE", "t".repeat(600), "s".repeat(20_000), "UPDATE"));
    OperationDetail detail = new OperationDetail();
    detail.ofStatement("x".repeat(20_000));
    detail.execution("[\"last\"]");
    operation.detailedBy(detail);
    recorder.end(operation);

    assertThat(opened(records()).get(0))
        .contains("[[\"last\"]]")
        .endsWith("\"cut\":true}")
        .hasSizeGreaterThan(1_000);
  }

  private void record(String value) {
    Operation operation = recorder.call(Layer.JDBC, new CurrentThread().state());
    operation.names(subject("card"));
    OperationDetail detail = new OperationDetail();
    detail.execution("[\"" + value + "\"]");
    operation.detailedBy(detail);
    recorder.end(operation);
  }

  private static Subject subject(String table) {
    return new Subject(
        OperationType.UPDATE, true, "UPDATE", table, "UPDATE " + table + " SET pan = ?", "UPDATE");
  }

  private DetailKeeping keeping() {
    Settings settings =
        Settings.resolve(
            Map.of("home", home.toString(), "privacy.master-key", "file:" + home.resolve("master")),
            Map.of(),
            Map.of());
    return new DetailKeeping(settings, spool, audit, now::get, log::add);
  }

  private void writeKey() throws IOException {
    Files.write(home.resolve("master"), SECRET);
    Files.setPosixFilePermissions(
        home.resolve("master"), PosixFilePermissions.fromString("rw-------"));
  }

  /** What was sealed, unsealed; "" where there is none. */
  private List<String> opened(List<SpoolRecord> records) throws Exception {
    List<String> opened = new ArrayList<>();
    MasterKey master = MasterKey.of(SECRET);
    for (OperationRecord record : operations(records)) {
      SealedDetail sealed = sealed(record);
      String text = "";
      for (WrappedKey key : keys(records)) {
        if (sealed != null && key.id().equals(sealed.key())) {
          TenantKey unwrapped = master.unwrap(key);
          RecordBinding of = new RecordBinding(record.spanId(), record.startEpochMicros());
          text = new String(unwrapped.open(of, sealed), UTF_8);
        }
      }
      opened.add(text);
    }
    return opened;
  }

  private static SealedDetail sealed(OperationRecord record) {
    return record
        .extras()
        .field(OperationExtras.SEALED_DETAIL)
        .filter(value -> !SealedDetail.isMissing(value))
        .map(SealedDetail::parse)
        .orElse(null);
  }

  private static List<WrappedKey> keys(List<SpoolRecord> records) {
    return records.stream()
        .filter(KeyRecord.class::isInstance)
        .map(record -> WrappedKey.parse(((KeyRecord) record).wrapped()))
        .toList();
  }

  private static List<OperationRecord> operations(List<SpoolRecord> records) {
    return records.stream()
        .filter(OperationRecord.class::isInstance)
        .map(OperationRecord.class::cast)
        .toList();
  }

  private List<SpoolRecord> records() throws IOException {
    return SpoolContents.of(home.resolve("spool"));
  }

  private String spooled() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(home.resolve("spool"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
