package io.heddle.audit.archive.retention;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Path;
import java.util.List;

/** An archive of four sealed weeks, ten records each, and three records that are not sealed. */
final class SealedWeeks {
  static final long DAY_MICROS = 86_400_000_000L;
  static final long DAY_MILLIS = 86_400_000L;

  /** The moment after the last record: the end of the fifth week. */
  static final long NOW = START + 35 * DAY_MICROS;

  final ArchiveHome home;
  final Machine machine;
  final Retention retention;

  SealedWeeks(Path path) throws Exception {
    home = new ArchiveHome(path);
    machine = new Machine(path);
    retention = new Retention(path);
    try (SpoolWriter writer = machine.boot(1);
        SpoolWriter other = machine.boot(2);
        Archiver archiver = machine.archiver(100, 1_000)) {
      for (int week = 0; week < 4; week++) {
        // The second week is acme's as well.
        for (int i = 0; i < 8; i++) {
          String tenant = week == 1 && i == 5 ? "acme" : "beta";
          Machine.append(writer, request(tenant, START + (7 * week + i % 7) * DAY_MICROS + i));
        }
        Machine.append(other, request("beta", START + 7 * week * DAY_MICROS));
        Machine.append(other, request("beta", START + 7 * week * DAY_MICROS));
        archiver.drain();
        archiver.seal();
      }
      for (int i = 0; i < 3; i++) {
        Machine.append(writer, request("beta", START + i)); // older than all, and not sealed
      }
      archiver.drain();
    }
  }

  static RetentionPolicy days(long days) {
    return new RetentionPolicy(days * DAY_MILLIS, 0);
  }

  PrunePlan prune(RetentionPolicy policy) throws Exception {
    return retention.prune(policy, NOW, "tester");
  }

  List<Long> segments() throws Exception {
    return home.segments();
  }
}
