package io.heddle.command.doctor;

import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** All checks in the order they are shown. */
final class Examination {
  /** One thing to look at; what it throws is a finding too. */
  private interface Check {
    List<Finding> findings() throws IOException;
  }

  private final Settings settings;
  private final List<Finding> findings = new ArrayList<>();

  private Examination(Settings settings) {
    this.settings = settings;
  }

  static List<Finding> of(Settings settings) {
    return new Examination(settings).findings();
  }

  private List<Finding> findings() {
    Path home = settings.path(Setting.HOME).toAbsolutePath().normalize();
    add("java", Surroundings::java);
    add("settings", () -> Surroundings.settings(settings));
    add("home", () -> HomeCheck.of(home, settings.text(Setting.HOME_GROUP)));
    add("policy", () -> PolicyCheck.of(home, settings));
    add("spool", () -> SpoolCheck.of(home.resolve("spool")));
    add("sqlite", () -> ArchiveCheck.nativeLibrary(home));
    add("archive", () -> ArchiveCheck.of(home));
    add("ledger", () -> LedgerCheck.of(home, Instant.now()));
    add("sidecar", () -> SidecarCheck.of(home, settings));
    add("metrics port", () -> SidecarCheck.agentPort(settings));
    add("jvms", Surroundings::jvms);
    return findings;
  }

  private void add(String subject, Check check) {
    try {
      findings.addAll(check.findings());
    } catch (IOException | RuntimeException e) {
      findings.add(Finding.broken(subject, e.toString(), "Run doctor with --debug and report it."));
    }
  }
}
