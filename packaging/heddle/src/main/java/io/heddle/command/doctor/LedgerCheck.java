package io.heddle.command.doctor;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.verify.LedgerHealth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Whether what is archived is signed, and can be signed on. */
final class LedgerCheck {
  /** An archiver signs within a second, and each minute while nothing comes. */
  private static final Duration LATE = Duration.ofMinutes(5);

  private LedgerCheck() {}

  /** What there is to say; nothing, if there is no archive. */
  static List<Finding> of(Path path, Instant now) {
    ArchiveHome home = new ArchiveHome(path);
    if (!Files.exists(home.hot())) {
      return List.of();
    }
    try {
      return List.of(finding(LedgerHealth.of(home), now));
    } catch (ArchiveException unreadable) {
      return List.of(
          Finding.broken("ledger", unreadable.getMessage(), "'heddle audit verify' says more."));
    }
  }

  private static Finding finding(LedgerHealth health, Instant now) {
    if (!health.problem().isEmpty()) {
      return Finding.broken(
          "ledger",
          "nothing can be signed: " + health.problem(),
          "If tiles are missing, put them back, or stop the sidecar and run 'heddle audit ledger"
              + " rebuild'.");
    }
    if (health.missingTiles() > 0) {
      return Finding.broken(
          "ledger",
          health.missingTiles() + " tiles are missing: some records cannot be proved",
          "Put them back, or stop the sidecar and run 'heddle audit ledger rebuild'.");
    }
    if (health.signedAt() == null) {
      return Finding.notable(
          "ledger",
          "nothing is signed yet",
          "The sidecar signs what it archives, and so does 'heddle audit query'.");
    }
    String signed =
        String.format(
            Locale.ROOT,
            "%,d leaves are signed, last at %s",
            health.signed(),
            health.signedAt().truncatedTo(ChronoUnit.SECONDS));
    boolean isLate =
        health.unsigned() > 0 && Duration.between(health.signedAt(), now).compareTo(LATE) > 0;
    return isLate
        ? Finding.notable(
            "ledger",
            String.format(Locale.ROOT, "%s; %,d are not", signed, health.unsigned()),
            "Look at the sidecar's log: whoever archives signs within a second.")
        : Finding.fine("ledger", signed);
  }
}
