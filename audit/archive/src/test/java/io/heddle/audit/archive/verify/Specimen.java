package io.heddle.audit.archive.verify;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.spool.LossReason;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An archive with something of everything: two segments, a hot file, open and rolled back work. */
final class Specimen {
  private final Machine machine;
  private final ArchiveHome home;

  private static Path original;

  private Specimen(Path home) {
    this.machine = new Machine(home);
    this.home = new ArchiveHome(home);
  }

  /** A copy in {@code folder}; the first one is kept beside for the others. */
  static synchronized Specimen copy(Path folder) throws Exception {
    if (original == null) {
      original = Files.createTempDirectory("heddle-specimen");
      make(original);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(original)));
    }
    copy(original, folder);
    Specimen specimen = new Specimen(folder);
    specimen.machine.now.addAndGet(60_000_000);
    return specimen;
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException left) {
      System.err.println(folder + " is left: " + left);
    }
  }

  private static Specimen make(Path folder) throws Exception {
    Specimen specimen = new Specimen(folder);
    try (SpoolWriter first = specimen.machine.boot(1);
        SpoolWriter second = specimen.machine.boot(2)) {
      for (int i = 0; i < 40; i++) {
        Machine.append(first, request("tenant-" + i % 5, START + i).with(extras(i % 3)));
        Machine.append(second, write("größe", 7 + i, 0));
        second.appendOutcome(
            7 + i, 0, 1, i % 4 == 0 ? Outcome.ROLLED_BACK : Outcome.COMMITTED, START);
      }
      Machine.append(second, write("open", 1, 0)); // decided two segments later
      first.lost(LossReason.BUDGET, 42);
      specimen.archive(true);
      for (int i = 0; i < 30; i++) {
        Machine.append(first, request("tenant-" + i % 7, START + 1_000 + i));
      }
      specimen.archive(true);
      second.appendOutcome(1, 0, 1, Outcome.COMMITTED, START);
      Machine.append(second, write("dies", 2, 0));
      specimen.archive(false);
      for (int i = 0; i < 5; i++) {
        Machine.append(first, request("last-" + i, START + 2_000 + i).with(extras(i % 2)));
      }
    }
    specimen.archive(false);
    return specimen;
  }

  private static byte[] extras(int fields) {
    byte[] block = {};
    for (int tag = 1; tag <= fields; tag++) {
      block = OperationExtras.with(block, tag, new byte[] {(byte) tag, 42});
    }
    return block;
  }

  private void archive(boolean seal) throws Exception {
    machine.now.addAndGet(5_000_000);
    try (Archiver archiver = machine.archiver(1_000, 1_000_000)) {
      archiver.drain();
      if (seal) {
        archiver.seal();
      }
    }
  }

  Report verify() throws Exception {
    return Verifier.verify(home.path(), List.of(), null, Progress.NONE);
  }

  ArchiveHome home() {
    return home;
  }

  Machine machine() {
    return machine;
  }

  /** Does what somebody does who can write to the hot file. */
  void hot(String... statements) throws Exception {
    change(home.hot(), statements);
  }

  /** Does what somebody does who can write to a segment. */
  void segment(long number, String... statements) throws Exception {
    change(home.segment(number), statements);
  }

  private static void change(Path file, String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA ignore_check_constraints = ON");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
