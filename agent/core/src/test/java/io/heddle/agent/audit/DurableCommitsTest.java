package io.heddle.agent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.jdbc.transaction.DatabaseTransaction;
import io.heddle.agent.jdbc.transaction.Intent;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.Recorders;
import io.heddle.agent.operation.Subject;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.SpoolContents;
import io.heddle.audit.spool.SpoolDirectory;
import io.heddle.audit.spool.SpoolOptions;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolReader;
import io.heddle.audit.spool.SpoolRecord.NoteRecord;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.SyncFailure;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Guarantee;
import io.heddle.sampler.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the sink answers before a commit that is promised more. */
@Timeout(60)
class DurableCommitsTest {
  private static final DatabaseTransaction ASKABLE =
      new DatabaseTransaction("postgresql://db/orders", "748");
  private static final Subject UPDATE =
      new Subject(OperationType.UPDATE, true, "UPDATE", "orders", "UPDATE orders", "UPDATE orders");

  @TempDir Path root;

  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final CurrentPolicy policy = new CurrentPolicy(Policy.DEFAULT);
  private final AuditSink audit = new AuditSink(policy, true);
  private final OperationRecorder recorder = Recorders.of(tenants, policy, audit);

  @Test
  void aCommitWhoseRecordsAreOnDiskGoesOn() throws IOException {
    try (SpoolWriter spool = open()) {
      audit.open(spool, Map.of());
      long mark = audit.mark();
      write();
      assertThat(audit.intend(intent(mark), ASKABLE)).isNull();
    }
    assertThat(audit.durable().refused()).isZero();
  }

  @Test
  void aCommitWaitsForTheAgentsStart() throws Exception {
    long mark = audit.mark();
    write();
    FutureTask<SyncFailure> commit = new FutureTask<>(() -> audit.intend(intent(mark), ASKABLE));
    new Thread(commit, "commit").start();
    try (SpoolWriter spool = open()) {
      audit.open(spool, Map.of());
      assertThat(commit.get()).isNull();
    }
  }

  @Test
  void aSpoolThatCannotBeOpenedRefusesWithinASecond() {
    audit.cannotOpen(new IOException("Read-only file system"));
    long mark = audit.mark();
    write();
    long began = System.nanoTime();
    assertThat(audit.intend(intent(mark), ASKABLE)).isEqualTo(SyncFailure.NOT_OPEN);
    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(1));
    assertThat(audit.problem()).contains("Read-only file system");
    assertThat(audit.durable().refused()).isEqualTo(1);
    assertThat(audit.durable().failures(SyncFailure.NOT_OPEN)).isEqualTo(1);
  }

  @Test
  void aFullSpoolRefusesAndIsNotedWhenThereIsRoomAgain() throws IOException {
    try (SpoolWriter spool = open()) {
      audit.open(spool, Map.of());
      long mark = audit.mark();
      while (spool.statistics().lost() == 0) {
        write();
      }
      assertThat(audit.intend(intent(mark), ASKABLE))
          .as("a record of it is lost, if the intent itself was not")
          .isIn(SyncFailure.LOST, SyncFailure.GIVEN_UP);
      archive();
      while (audit.intend(intent(audit.mark()), ASKABLE) != null) {
        Thread.onSpinWait();
      }
      audit.durable().tell();
    }
    assertThat(SpoolContents.of(root, NoteRecord.class))
        .extracting(NoteRecord::what)
        .contains("COMMITS_NOT_DURABLE");
  }

  @Test
  void whatIsNotRecordedAtAllIsPromisedNothing() {
    assertThat(new AuditSink(policy, false).promised(UPDATE)).isNull();
    assertThat(audit.promised(UPDATE)).as("async").isNull();
  }

  private void write() {
    Operation operation = recorder.call(Layer.JDBC, new CurrentThread().state());
    operation.names(UPDATE);
    operation.promise(Guarantee.FAIL_CLOSED);
    operation.belongsTo(1, 0);
    recorder.end(operation);
  }

  private static Intent intent(long mark) {
    return new Intent(1, 1, mark, Guarantee.FAIL_CLOSED);
  }

  private SpoolWriter open() throws IOException {
    return SpoolWriter.open(
        new SpoolOptions(root, "node", 1, "service", "1", 192 << 10, 64 << 10),
        () -> System.currentTimeMillis() * 1_000);
  }

  private void archive() throws IOException {
    try (SpoolReader reader =
        SpoolReader.open(SpoolDirectory.logs(root).get(0), SpoolPosition.START)) {
      while (reader.next() != null) {
        reader.deleteSegmentsBefore(reader.position());
      }
    }
  }
}
