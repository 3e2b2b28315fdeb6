package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.operation;
import static io.heddle.audit.spool.Fixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.SpoolRecord.Damage;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to one segment, the reader goes on with the next. */
class DamagedSegmentAmongOthersTest {
  private static final int RECORDS = 2_000;

  @TempDir Path root;

  @BeforeEach
  void fillSeveralSegments() throws IOException {
    try (SpoolWriter writer = SpoolWriter.open(Fixture.options(root), () -> NOW)) {
      for (int i = 0; i < RECORDS; ) {
        i += writer.append(operation("t" + i)) ? 1 : 0; // the next segment may not be ready yet
      }
    }
  }

  static Stream<Named<UnaryOperator<byte[]>>> damages() {
    return Stream.of(
        Named.of("emptied", bytes -> new byte[0]),
        Named.of("cut in its header", bytes -> Arrays.copyOf(bytes, 17)),
        Named.of("cut in the middle", bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
        Named.of("zeros", bytes -> new byte[bytes.length]),
        Named.of("a header that is wrong", bytes -> changed(bytes, 8)),
        Named.of("one byte that is wrong", bytes -> changed(bytes, bytes.length / 3)));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void costsTheRecordsOfThatSegmentAtMost(UnaryOperator<byte[]> damage) throws IOException {
    List<SpoolRecord> good = operations(readAll(root));
    Path victim = SpoolDirectory.segment(Fixture.log(root).path(), 1);
    long first;
    long next;
    try (SegmentReader segment = new SegmentReader(Fixture.log(root), 1);
        SegmentReader following = new SegmentReader(Fixture.log(root), 2)) {
      first = segment.begin(false);
      next = following.begin(false);
    }
    Files.write(victim, damage.apply(Files.readAllBytes(victim)));

    List<SpoolRecord> found = readAll(root);

    assertThat(found).anyMatch(Damage.class::isInstance);
    assertThat(operations(found))
        .isSubsetOf(good)
        .containsAll(
            good.stream().filter(record -> seq(record) < first || seq(record) >= next).toList());
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 0x55;
    return changed;
  }

  private static List<SpoolRecord> operations(List<SpoolRecord> records) {
    return records.stream().filter(OperationRecord.class::isInstance).toList();
  }

  private static long seq(SpoolRecord record) {
    return ((OperationRecord) record).seq();
  }
}
