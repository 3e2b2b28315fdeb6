package io.heddle.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.TomcatApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A spool file that something else has damaged: what is readable is archived, the rest is named.
 */
class DamagedSpoolIT {
  private static final int WRITES = 600;
  private static final int FIRST_SEQ_OFFSET = 24;

  /** What happens to the one file in the middle. */
  private enum Damage {
    CUT_IN_THE_MIDDLE {
      @Override
      void inflict(FileChannel file) throws IOException {
        file.truncate(file.size() / 2);
      }
    },
    CUT_TO_NOTHING {
      @Override
      void inflict(FileChannel file) throws IOException {
        file.truncate(0);
      }
    },
    CUT_IN_THE_HEADER {
      @Override
      void inflict(FileChannel file) throws IOException {
        file.truncate(17);
      }
    },
    ONE_BIT_FLIPPED {
      @Override
      void inflict(FileChannel file) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        file.read(one, file.size() / 3);
        one.put(0, (byte) (one.get(0) ^ 0x10)).rewind();
        file.write(one, file.size() / 3);
      }
    },
    A_PAGE_OF_ZEROS {
      @Override
      void inflict(FileChannel file) throws IOException {
        file.write(ByteBuffer.allocate(4_096), 8_192);
      }
    },
    ANOTHER_VERSION {
      @Override
      void inflict(FileChannel file) throws IOException {
        file.write(ByteBuffer.wrap(new byte[] {(byte) 0xfe, 0x7f}), 8);
      }
    },
    NOT_A_SPOOL_FILE {
      @Override
      void inflict(FileChannel file) throws IOException {
        file.write(ByteBuffer.wrap("not what it was, but some text\n".repeat(50).getBytes()), 0);
      }
    };

    abstract void inflict(FileChannel file) throws IOException;
  }

  @TempDir static Path folder;

  private static AgentHome home;
  private static Map<String, ArchivedOperation> intact;

  @BeforeAll
  static void fillASpool() throws Exception {
    home = AgentHome.in(folder).with("spool.segment-bytes", "64KiB");
    try (Application application = TomcatApplication.start(Jdks.oldest(), home, folder);
        Writers writers = new Writers(application, WRITES)) {
      writers.awaitEnough();
      writers.stop();
      application.jvm().terminate().awaitExit();
    }
    intact = byId(query(copyOfHome("intact")));
    assertThat(intact).hasSizeGreaterThan(2 * WRITES);
    assertThat(home.spoolFiles()).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @EnumSource
  void costsNoMoreThanTheDamagedFile(Damage damage) throws Exception {
    Path copy = copyOfHome(damage.name());
    List<Path> files = spoolFiles(copy);
    Path victim = files.get(files.size() / 2);
    long firstSeq = firstSeq(victim);
    long nextSeq = firstSeq(files.get(files.size() / 2 + 1));
    try (FileChannel file =
        FileChannel.open(victim, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      damage.inflict(file);
    }

    List<ArchivedOperation> archived = query(copy);

    assertThat(archived).extracting(ArchivedOperation::auditTraceId).doesNotHaveDuplicates();
    assertThat(archived)
        .allSatisfy(
            record -> {
              ArchivedOperation original = intact.get(record.auditTraceId());
              assertThat(original).as("%s", record).isNotNull();
              assertThat(record.statement()).isEqualTo(original.statement());
              assertThat(record.tenant()).isEqualTo(original.tenant());
              // The record that decided it may be among those that are lost.
              assertThat(record.outcome()).isIn(original.outcome(), "UNKNOWN");
            });
    Set<String> found = byId(archived).keySet();
    assertThat(intact.values())
        .filteredOn(record -> record.seq() < firstSeq || record.seq() >= nextSeq)
        .filteredOn(record -> !found.contains(record.auditTraceId()))
        .as("records of other files that were lost with %s", victim.getFileName())
        .isEmpty();
  }

  private static List<ArchivedOperation> query(Path copy) throws Exception {
    return ArchiveReader.of(Jdks.oldest(), copy, copy).all();
  }

  private static Map<String, ArchivedOperation> byId(List<ArchivedOperation> records) {
    return records.stream()
        .collect(Collectors.toMap(ArchivedOperation::auditTraceId, Function.identity()));
  }

  private static Path copyOfHome(String name) throws IOException {
    Path copy = folder.resolve("copies").resolve(name);
    try (Stream<Path> files = Files.walk(home.path())) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(home.path().relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return copy;
  }

  /** Those that hold records, in the order in which they were written. */
  private static List<Path> spoolFiles(Path copy) {
    try (Stream<Path> files = Files.walk(copy.resolve("spool"))) {
      return files.filter(file -> file.toString().endsWith(".spool")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the header of the file: docs/formats/SPOOL.md. */
  private static long firstSeq(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer seq = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      channel.read(seq, FIRST_SEQ_OFFSET);
      return seq.getLong(0);
    }
  }
}
