package io.heddle.command.attach;

import java.io.PrintWriter;
import java.util.List;

/** Shows JVMs to a person. */
final class JvmTable {
  private static final String ROW = "%7s  %-9s  %-14s  %s%n";

  private JvmTable() {}

  static void print(List<RunningJvms.Jvm> jvms, PrintWriter out) {
    if (jvms.isEmpty()) {
      out.println("No other JVM of this user runs on this machine.");
    } else {
      out.printf(ROW, "PID", "JAVA", "HEDDLE", "MAIN CLASS OR JAR");
      for (RunningJvms.Jvm jvm : jvms) {
        out.printf(
            ROW,
            jvm.pid(),
            jvm.javaVersion().isEmpty() ? "?" : jvm.javaVersion(),
            jvm.agentVersion().isEmpty() ? "-" : jvm.agentVersion(),
            jvm.mainClass().isEmpty() ? "?" : jvm.mainClass());
      }
    }
    out.flush();
  }
}
