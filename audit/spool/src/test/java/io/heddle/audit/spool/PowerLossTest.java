package io.heddle.audit.spool;

import static io.heddle.audit.spool.Fixture.NOW;
import static io.heddle.audit.spool.Fixture.operation;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.SpoolRecord.BootRecord;
import io.heddle.audit.spool.SpoolRecord.Damage;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power fails while records are appended: each sector of 512 bytes may be as it was at any
 * moment since it was synced, whatever its neighbours are; a file that never was synced may be cut
 * or missing. {@code -Dheddle.powerlosses=N} says how often.
 */
class PowerLossTest {
  private static final int LOSSES = Integer.getInteger("heddle.powerlosses", 300);
  private static final int MOST_RECORDS = 700;
  private static final int LOSSES_OF_ONE_WRITER = 50;

  @TempDir Path folder;

  @Test
  void whatIsReadBackWasAppendedAndWhatIsMissingBeforeItIsTold() throws IOException {
    Tally tally = lose(false);
    assertThat(tally.read).isPositive(); // or the model would lose everything
    assertThat(tally.damaged).isPositive(); // or nothing
  }

  @Test
  void whatWasSyncedIsReadBack() throws IOException {
    Tally tally = lose(true);
    assertThat(tally.durable).isPositive();
    assertThat(tally.damaged).isPositive();
  }

  private static final class Tally {
    private int read;
    private int damaged;
    private int durable;
  }

  private Tally lose(boolean isSyncing) throws IOException {
    Random random = new Random(4711);
    Tally tally = new Tally();
    SectorDisk disk = null;
    long durable = 0;
    for (int loss = 0; loss < LOSSES; loss++) {
      if (loss % LOSSES_OF_ONE_WRITER == 0) {
        disk = new SectorDisk();
        durable = append(disk, folder.resolve("writer" + loss), random, isSyncing);
      }
      Path root = folder.resolve("loss" + loss);
      disk.writeAfterPowerLoss(Fixture.options(root).directory(), random);
      check(Fixture.readAll(root), durable, "loss " + loss, tally);
    }
    return tally;
  }

  private static void check(List<SpoolRecord> found, long durable, String loss, Tally tally) {
    Set<Long> told = new HashSet<>();
    long last = 0;
    for (SpoolRecord record : found) {
      if (record instanceof Damage damage) {
        tally.damaged++;
        for (long seq = damage.firstSeq(); seq <= damage.lastSeq(); seq++) {
          told.add(seq);
        }
        continue;
      }
      long seq = 1;
      if (record instanceof OperationRecord operation) {
        tally.read++;
        seq = operation.seq();
        assertThat(operation.tenant()).isEqualTo(tenant(seq));
        assertThat(operation.statement()).isEqualTo("INSERT INTO orders VALUES (?)");
      } else {
        assertThat(record).isInstanceOf(BootRecord.class);
      }
      assertThat(seq).isGreaterThan(last);
      for (long missing = last + 1; missing < seq; missing++) {
        assertThat(missing).as("%s: missing, and durable", loss).isGreaterThan(durable);
        assertThat(told).as("%s: %s", loss, found).contains(missing);
      }
      last = seq;
    }
    assertThat(last).as("%s: the last record", loss).isGreaterThanOrEqualTo(durable);
    tally.durable += (int) durable;
  }

  /** Returns the number of the last record that was said to be durable; 0 if none was. */
  private static long append(SectorDisk disk, Path root, Random random, boolean isSyncing)
      throws IOException {
    long durable = 0;
    try (SpoolWriter writer =
        SpoolWriter.open(Fixture.options(root), disk, () -> NOW, "test", 4711)) {
      int records = 1 + random.nextInt(MOST_RECORDS);
      long mark = isSyncing ? writer.mark() : 0;
      for (long seq = 2; seq < 2 + records; seq++) { // 1 is the record of the boot
        writer.preparer().attempt();
        assertThat(writer.append(operation(tenant(seq)))).isTrue();
        disk.look();
        if (isSyncing && random.nextInt(20) == 0) {
          assertThat(writer.sync(mark, 60_000_000_000L)).isNull();
          durable = seq;
          mark = writer.mark();
        }
      }
    }
    return durable;
  }

  /** Of different lengths, so that frames stand anywhere in a sector. */
  private static String tenant(long seq) {
    return "tenant-" + seq + "x".repeat((int) (seq * 7 % 90));
  }
}
