package io.heddle.audit.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.SampleOperation;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.privacy.Erasures;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.PrivacyException;
import io.heddle.audit.spool.privacy.RecordBinding;
import io.heddle.audit.spool.privacy.SealedDetail;
import io.heddle.audit.spool.privacy.TenantKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A run of a JVM that seals detail; closing it is its end. */
public final class SealedRun implements AutoCloseable {
  private static final byte[] MASTER = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  private final Path spools;
  private final SpoolWriter writer;
  private final TenantKeys keys;

  /** Begins a run on a machine. */
  public SealedRun(Machine machine, long boot) throws IOException, PrivacyException {
    spools = new ArchiveHome(machine.home()).spool();
    writer = machine.boot(boot);
    keys =
        new TenantKeys(
            MasterKey.of(MASTER),
            writer.node(),
            boot,
            100,
            Erasures.read(spools),
            key -> writer.appendKey(key.bytes()),
            () -> Captured.START);
  }

  /** Puts the master key into a file that its owner alone may read. */
  public static Path writeMaster(Path file) throws IOException {
    return writeMaster(file, MASTER);
  }

  static Path writeMaster(Path file, byte[] key) throws IOException {
    Files.write(file, key);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Records an operation with its detail. */
  public void record(String tenant, long startMicros, String detail) {
    SampleOperation operation = Captured.request(tenant, startMicros);
    RecordBinding of = new RecordBinding(operation.spanId(), startMicros);
    byte[] sealed = keys.seal(tenant, of, detail.getBytes(UTF_8)).value();
    Machine.append(
        writer,
        operation.with(OperationExtras.with(new byte[0], OperationExtras.SEALED_DETAIL, sealed)));
  }

  /** Records an operation whose detail was wanted, and could not be sealed. */
  public void recordMissing(String tenant, long startMicros) {
    Machine.append(
        writer,
        Captured.request(tenant, startMicros)
            .with(
                OperationExtras.with(
                    new byte[0], OperationExtras.SEALED_DETAIL, SealedDetail.missing())));
  }

  /** Looks who was erased. */
  public void look() throws IOException {
    keys.know(Erasures.read(spools));
  }

  @Override
  public void close() {
    writer.close();
  }
}
