package io.heddle.command.doctor;

import io.heddle.command.sidecar.SidecarLock;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether a sidecar runs for this home, and whether the ports that would be used are free. */
final class SidecarCheck {
  private SidecarCheck() {}

  static List<Finding> of(Path home, Settings settings) throws IOException {
    Optional<String> holder = SidecarLock.holder(home);
    if (holder.isPresent()) {
      return List.of(Finding.fine("sidecar", "running: " + holder.get()));
    }
    String host = settings.text(Setting.SIDECAR_HOST);
    int port = settings.count(Setting.SIDECAR_PORT);
    if (!isFree(host, port)) {
      return List.of(
          Finding.broken(
              "sidecar",
              "not running, and port " + port + " on " + host + " is taken by something else",
              "Choose another one: heddle.sidecar.port."));
    }
    return List.of(
        Finding.notable(
            "sidecar",
            "not running for this home",
            "'heddle audit query' archives what is spooled when asked;"
                + " 'heddle sidecar' does it all the time."));
  }

  static List<Finding> agentPort(Settings settings) {
    String host = settings.text(Setting.METRICS_HOST);
    int port = settings.count(Setting.METRICS_PORT);
    return List.of(
        isFree(host, port)
            ? Finding.fine("metrics port", port + " on " + host + " is free")
            : Finding.notable(
                "metrics port",
                port + " on " + host + " is in use",
                "If not by an agent, choose another one: heddle.metrics.port."));
  }

  private static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
