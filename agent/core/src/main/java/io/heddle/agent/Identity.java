package io.heddle.agent;

import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
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

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "localhost";
    }
  }
}
