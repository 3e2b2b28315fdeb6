package io.heddle.agent;

import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Who this process is in records and spans. Asked in the background: finding the host's name may
 * take a while.
 */
record Identity(String node, String service, long boot) {
  static Identity of(Settings settings) {
    String node = settings.text(Setting.NODE);
    String service = settings.text(Setting.SERVICE_NAME);
    return new Identity(
        node.isEmpty() ? hostName() : node,
        service.isEmpty() ? serviceName(settings) : service,
        bootId());
  }

  /** Sortable by time in its upper half, random in its lower: two runs never share it. */
  private static long bootId() {
    return System.currentTimeMillis() / 1_000 << 32
        | ThreadLocalRandom.current().nextInt() & 0xffff_ffffL;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "localhost";
    }
  }

  private static String serviceName(Settings settings) {
    String standard = settings.standardVariable("OTEL_SERVICE_NAME");
    if (standard != null) {
      return standard;
    }
    String command = settings.mainClassOrJar();
    String name = command.endsWith(".jar") ? new File(command).getName() : command;
    return name.isEmpty() ? "unknown_service:java" : name;
  }
}
