package io.heddle.audit.archive.query;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SampleOperation;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveReaderTest {
  private static final List<String> TARGETS = List.of("orders", "order_items", "[a]", "", "x*y");
  private static final List<String> PATTERNS = List.of("", "order*", "[a]", "[*", "?rders", "x*y");

  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void newMachine() {
    machine = new Machine(home);
  }

  @Test
  void answersAsLookingAtEveryRecordWould() throws Exception {
    Random random = new Random(42);
    try (SpoolWriter writer = machine.boot(7);
        Archiver archiver = machine.archiver(50, 1_000)) {
      for (int i = 0; i < 600; i++) {
        Machine.append(writer, any(random, i));
        if (i % 150 == 149) {
          archiver.drain();
          archiver.seal();
        }
      }
      archiver.drain();
    }
    List<ArchivedOperation> all = machine.all();
    assertThat(all).hasSize(600);
    int answered = 0;
    for (int i = 0; i < 200; i++) {
      AuditQuery query = question(random, all);
      List<ArchivedOperation> expected = new ArrayList<>(all.stream().filter(of(query)).toList());
      expected.sort(Comparator.comparingLong(found -> found.record().startEpochMicros()));
      if (query.newestFirst()) {
        Collections.reverse(expected);
      }
      List<ArchivedOperation> found = machine.answers(query);
      List<Long> starts = found.stream().map(one -> one.record().startEpochMicros()).toList();
      List<Long> expectedStarts =
          expected.stream()
              .map(one -> one.record().startEpochMicros())
              .limit(query.limit() == 0 ? Long.MAX_VALUE : query.limit())
              .toList();
      assertThat(starts).as(query.toString()).isEqualTo(expectedStarts);
      assertThat(new HashSet<>(expected)).as(query.toString()).containsAll(found);
      answered += found.isEmpty() ? 0 : 1;
    }
    assertThat(answered).isGreaterThan(50);
  }

  @Test
  void findsOneRecordByItsIdAndNoneByAnotherTime() throws Exception {
    try (SpoolWriter writer = machine.boot(-3)) {
      for (int i = 0; i < 10; i++) {
        writer.append(request("a", START + i * 1_000_000L));
      }
      try (Archiver archiver = machine.archiver(50, 1_000)) {
        archiver.drain();
        archiver.seal();
      }
    }
    ArchivedOperation fifth = machine.all().get(4);
    AuditTraceId id = fifth.id();
    assertThat(AuditTraceId.parse(id.toString())).isEqualTo(id);
    assertThat(machine.answers(AuditQuery.trace(id.toString()))).containsExactly(fifth);
    AuditTraceId moved = new AuditTraceId(id.millis() + 1, id.boot(), id.seq());
    assertThat(machine.answers(AuditQuery.trace(moved.toString()))).isEmpty();
  }

  @Test
  void seesEveryRecordOnceWhileTheArchiverWritesAndSeals() throws Exception {
    int records = 2_000;
    try (SpoolWriter writer = machine.boot(1)) {
      for (int i = 0; i < records; i++) {
        Machine.append(writer, i % 5 == 0 ? write("a", i + 1, 0) : request("b", START + i));
      }
      Thread archiving =
          new Thread(
              () -> {
                try (Archiver archiver = machine.archiver(40, 150)) {
                  archiver.drain();
                } catch (Exception failure) {
                  machine.events().add(failure.toString());
                }
              });
      archiving.start();
      int before = 0;
      int looks = 0;
      while (archiving.isAlive() || looks == 0) {
        List<ArchivedOperation> found = machine.all();
        Set<Long> seqs = new HashSet<>();
        found.forEach(one -> assertThat(seqs.add(one.record().seq())).isTrue());
        assertThat(found.size()).isGreaterThanOrEqualTo(before);
        before = found.size();
        looks++;
      }
      archiving.join();
    }
    assertThat(machine.events()).noneMatch(event -> event.contains("Exception"));
    assertThat(machine.events()).anyMatch(event -> event.startsWith("sealed segment"));
    assertThat(machine.all()).hasSize(records);
  }

  private static SampleOperation any(Random random, int i) {
    return SampleOperation.insertBy("")
        .of(
            Layer.values()[random.nextInt(4)],
            OperationType.values()[random.nextInt(10)],
            Outcome.values()[1 + random.nextInt(5)])
        .by("tenant-" + random.nextInt(4), random.nextBoolean() ? "alice" : "bob")
        .in(random.nextInt(20) * 0x1111_1111_1111_1111L, random.nextLong(), 1)
        .at(START + i * 10L - random.nextInt(2_000), 1)
        .saying(TARGETS.get(random.nextInt(TARGETS.size())), "statement " + random.nextInt(9), "");
  }

  private static AuditQuery question(Random random, List<ArchivedOperation> all) {
    ArchivedOperation one = all.get(random.nextInt(all.size()));
    String trace =
        switch (random.nextInt(8)) {
          case 0 -> one.traceId();
          case 1 -> one.traceId().substring(0, 8 + random.nextInt(24));
          case 2 -> one.id().toString();
          default -> "";
        };
    List<String> tenants =
        random.nextInt(3) > 0
            ? List.of()
            : random.nextBoolean() ? List.of("tenant-1") : List.of("tenant-0", "tenant-3", "no");
    return new AuditQuery(
        tenants,
        trace,
        random.nextBoolean() ? Long.MIN_VALUE : START + random.nextInt(3_000),
        random.nextBoolean() ? Long.MAX_VALUE : START + 3_000 + random.nextInt(3_000),
        random.nextInt(3) > 0 ? Set.of() : EnumSet.of(OperationType.CREATE, OperationType.DDL),
        random.nextInt(3) > 0 ? Set.of() : EnumSet.of(Outcome.COMMITTED),
        random.nextInt(3) > 0 ? Set.of() : EnumSet.of(Layer.JDBC),
        PATTERNS.get(Math.max(0, random.nextInt(3 * PATTERNS.size()) - 2 * PATTERNS.size())),
        random.nextInt(3) > 0 ? "" : "bob",
        random.nextBoolean(),
        random.nextBoolean() ? 0 : 1 + random.nextInt(20));
  }

  private static Predicate<ArchivedOperation> of(AuditQuery query) {
    return found -> {
      OperationRecord record = found.record();
      return (query.tenants().isEmpty() || query.tenants().contains(record.tenant()))
          && (found.id().toString().equals(query.trace())
              || found.traceId().startsWith(query.trace()))
          && record.startEpochMicros() >= query.fromMicros()
          && record.startEpochMicros() < query.toMicros()
          && (query.types().isEmpty() || query.types().contains(record.operationType()))
          && (query.outcomes().isEmpty() || query.outcomes().contains(record.outcome()))
          && (query.layers().isEmpty() || query.layers().contains(record.layer()))
          && (query.actor().isEmpty() || query.actor().equals(record.actor()))
          && (query.target().isEmpty() || matches(query.target(), record.target()));
    };
  }

  private static boolean matches(String pattern, String text) {
    String expression =
        pattern.replace("[", "\\[").replace("]", "\\]").replace("*", ".*").replace("?", ".");
    return text.matches(expression);
  }
}
