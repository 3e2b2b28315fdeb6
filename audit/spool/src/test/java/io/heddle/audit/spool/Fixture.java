package io.heddle.audit.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the tests of this package share: operations, options, and reading all there is. */
final class Fixture {
  static final long NOW = 1_790_000_000_000_000L;
  static final int SEGMENT = SpoolOptions.MIN_SEGMENT_BYTES;

  private Fixture() {}

  static SpoolOptions options(Path root) {
    return new SpoolOptions(root, "node-1", 0xb007L, "orders", "0.1.0", 64L << 20, SEGMENT);
  }

  static SpoolLog log(Path root) throws IOException {
    return SpoolDirectory.logs(root).get(0);
  }

  static List<SpoolRecord> readAll(Path root) throws IOException {
    return SpoolContents.of(root);
  }

  static SampleOperation operation(String tenant) {
    return operation(tenant, "orders", "INSERT INTO orders VALUES (?)", "", 1);
  }

  /** With numbers that would show if bytes were swapped, cut or taken for positive. */
  static SampleOperation operation(
      String tenant, String target, String statement, String error, long rows) {
    return SampleOperation.insertBy(tenant)
        .of(Layer.JDBC, OperationType.CREATE, Outcome.PENDING)
        .by(tenant, "alice")
        .in(0x0102030405060708L, -2, Long.MIN_VALUE)
        .at(NOW, 1_234)
        .saying(target, statement, error)
        .answering(rows, 599)
        .within(77, 3);
  }
}
