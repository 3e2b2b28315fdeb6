package io.heddle.command.doctor;

import io.heddle.command.attach.RunningJvms;
import io.heddle.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** What Heddle finds around itself: Java, settings, other JVMs. */
final class Surroundings {
  private Surroundings() {}

  static List<Finding> java() {
    String java =
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
    return List.of(
        ModuleLayer.boot().findModule("jdk.attach").isPresent()
            ? Finding.fine("java", java)
            : Finding.notable(
                "java",
                java + ", without the module jdk.attach",
                "'heddle attach' needs a JDK; everything else works."));
  }

  static List<Finding> settings(Settings settings) {
    if (settings.problems().isEmpty()) {
      return List.of(Finding.fine("settings", "all known and well formed"));
    }
    return settings.problems().stream()
        .map(problem -> Finding.broken("settings", problem, "docs/SETTINGS.md lists all settings."))
        .toList();
  }

  static List<Finding> jvms() {
    if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
      return List.of(Finding.notable("jvms", "cannot be listed without the module jdk.attach", ""));
    }
    List<RunningJvms.Jvm> jvms = RunningJvms.list();
    List<RunningJvms.Jvm> woven = jvms.stream().filter(jvm -> jvm.hasAgent()).toList();
    if (woven.isEmpty()) {
      return List.of(
          Finding.notable(
              "jvms",
              "none of " + jvms.size() + " running JVMs of this user has the agent",
              "Start one with -javaagent:heddle-agent.jar, or see 'heddle attach'."));
    }
    List<Finding> findings = new ArrayList<>();
    for (RunningJvms.Jvm jvm : woven) {
      String subject = "jvm " + jvm.pid();
      findings.add(Finding.fine(subject, jvm.mainClass() + " on Java " + jvm.javaVersion()));
      if (jvm.spool().isFailed()) {
        findings.add(
            Finding.notable(
                subject,
                "audits nothing: " + jvm.spool().detail(),
                "Make heddle.home writable for that process's user; the agent tries every five"
                    + " seconds."));
      }
      if (!jvm.unserved().isEmpty()) {
        findings.add(unserved(subject, jvm.unserved()));
      }
      for (String unwoven : jvm.unwoven()) {
        findings.add(
            Finding.notable(
                subject,
                "heddle.jdbc.drivers names " + unwoven,
                "Name what connection.getClass().getName() and statement.getClass().getName() say."
                    + " What such a class does is not recorded."));
      }
    }
    return findings;
  }

  /** A JVM without a server may be a batch job, and nothing is wrong with it. */
  private static Finding unserved(String subject, List<String> unserved) {
    String none = "statements run and no HTTP request has been seen since the agent's start";
    return unserved.size() < 2
        ? Finding.fine(subject, none)
        : Finding.notable(
            subject,
            none
                + "; the process has loaded the server "
                + unserved.get(1)
                + ", which Heddle does not instrument",
            "Every statement counts under ~none and no request is recorded;"
                + " docs/SUPPORTED.md lists the servers that are instrumented.");
  }
}
