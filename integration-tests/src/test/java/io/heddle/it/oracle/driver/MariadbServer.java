package io.heddle.it.oracle.driver;

import io.heddle.it.harness.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A MariaDB server of the system's packages, on data of its own and a loopback port. */
final class MariadbServer {
  static final String USER = "root";

  private static final String SERVER = "/usr/sbin/mariadbd";
  private static final String INSTALLER = "/usr/bin/mariadb-install-db";

  private static int port;

  private MariadbServer() {}

  static String missing() {
    return ServerProcess.isInstalled(SERVER) && ServerProcess.isInstalled(INSTALLER)
        ? ""
        : "there is no " + SERVER + " (Debian: mariadb-server)";
  }

  /** Starts it at the first call. */
  static synchronized int port() throws IOException, InterruptedException {
    if (port == 0) {
      int free = FreePort.find();
      start(Files.createTempDirectory("heddle-mariadb"), free);
      port = free;
    }
    return port;
  }

  private static void start(Path folder, int port) throws IOException, InterruptedException {
    String user = "--user=" + System.getProperty("user.name");
    String data = "--datadir=" + folder.resolve("data");
    ServerProcess.run(
        folder,
        "install.log",
        Map.of(),
        List.of(
            INSTALLER,
            "--no-defaults",
            user,
            data,
            "--auth-root-authentication-method=normal",
            "--skip-test-db"));
    ServerProcess.serve(
        folder,
        "server.log",
        Map.of(),
        List.of(
            SERVER,
            "--no-defaults",
            user,
            data,
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--socket=" + folder.resolve("server.sock"),
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-lock-wait-timeout=1",
            "--lock-wait-timeout=2",
            "--skip-log-bin"),
        port);
  }
}
