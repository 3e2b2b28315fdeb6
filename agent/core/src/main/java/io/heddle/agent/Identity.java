package io.heddle.agent;

import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where and when this process runs, in records. Asked in the background: finding the host's name
 * may take a while.
 */
record Identity(String node, long boot) {
  static Identity of(Settings settings) {
    String node = settings.text(Setting.NODE);
    return new Identity(node.isEmpty() ? hostName() : node, bootId());
  }

  /** Sortable by time in its upper half, random in its lower: two runs never share it. */
  private static long bootId() {
    return System.currentTimeMillis() / 1_000 << 32
        | ThreadLocalRandom.current().nextInt() & 0xffff_ffffL;
  }

  /** The kernel knows it without asking a name server, which may take seconds to answer. */
  private static String hostName() {
    try {
      String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
      if (!name.isEmpty()) {
        return name;
      }
    } catch (IOException notLinux) {
      // asked as everywhere else, below
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "localhost";
    }
  }
}
