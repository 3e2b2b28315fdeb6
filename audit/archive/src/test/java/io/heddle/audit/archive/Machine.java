package io.heddle.audit.archive;

import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.spool.CapturedOperation;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolOptions;
import io.heddle.audit.spool.SpoolWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A home directory in a test: the agents that write below it, and the archiver with its clock. */
public final class Machine {
  private final Path home;
  private final List<String> events = new ArrayList<>();

  /** The archiver's time. */
  public final AtomicLong now = new AtomicLong(Captured.START);

  /** Works below {@code home}. */
  public Machine(Path home) {
    this.home = home;
  }

  /** The home directory. */
  public Path home() {
    return home;
  }

  /** What the archiver said. */
  public List<String> events() {
    return events;
  }

  /** Starts a JVM's spool; closing it is that JVM's end. */
  public SpoolWriter boot(long boot) throws IOException {
    return SpoolWriter.open(
        new SpoolOptions(home.resolve("spool"), "node", boot, "orders", "1", 64 << 20, 64 << 10),
        () -> Captured.START);
  }

  /** Opens the archiver. */
  public Archiver archiver(int batch, int seal) throws ArchiveException {
    return Archiver.open(
        home,
        new ArchiveOptions(batch, seal, 3_600_000),
        (severe, message) -> events.add(message),
        now::get);
  }

  /** Archives all there is, without sealing. */
  public ArchiverProgress archive() throws ArchiveException {
    try (Archiver archiver = archiver(1_000, 1_000_000)) {
      archiver.drain();
      return archiver.progress();
    }
  }

  /** Asks. */
  public List<ArchivedOperation> answers(AuditQuery query) throws ArchiveException {
    List<ArchivedOperation> found = new ArrayList<>();
    try (ArchiveReader reader = new ArchiveReader(home)) {
      reader.answer(query, found::add);
    }
    return found;
  }

  /** Everything, oldest first. */
  public List<ArchivedOperation> all() throws ArchiveException {
    List<ArchivedOperation> found = new ArrayList<>(answers(AuditQuery.all(0)));
    Collections.reverse(found);
    return found;
  }

  /** All outcomes, oldest operation first. */
  public List<Outcome> outcomes() throws ArchiveException {
    return all().stream().map(found -> found.record().outcome()).toList();
  }

  /** Appends until there is room: the writer makes its segments on a thread of its own. */
  public static void append(SpoolWriter writer, CapturedOperation operation) {
    while (!writer.append(operation)) {
      Thread.onSpinWait();
    }
  }
}
