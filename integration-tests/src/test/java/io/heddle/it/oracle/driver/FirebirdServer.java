package io.heddle.it.oracle.driver;

import io.heddle.it.harness.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Firebird server of the system's packages, on data of its own and a loopback port. */
final class FirebirdServer {
  static final String USER = "SYSDBA";
  static final String PASSWORD = "masterkey";

  private static final String SERVER = "/usr/sbin/firebird";
  private static final String SHELL = "/usr/bin/isql-fb";
  private static final Path CONFIGURATION = Path.of("/etc/firebird/3.0");
  private static final Path USERS = Path.of("/var/lib/firebird/3.0/system/security3.fdb");

  private static Path folder;
  private static int port;
  private static int databases;

  private FirebirdServer() {}

  static String missing() {
    if (!ServerProcess.isInstalled(SERVER) || !ServerProcess.isInstalled(SHELL)) {
      return "there is no " + SERVER + " (Debian: firebird3.0-server)";
    }
    return Files.isReadable(USERS) ? "" : USERS + " cannot be read: run it as root";
  }

  /** The URL of a new database; starts the server at the first call. */
  static synchronized String newDatabase() throws IOException, InterruptedException {
    if (port == 0) {
      folder = Files.createTempDirectory("heddle-firebird");
      int free = FreePort.find();
      start(free);
      port = free;
    }
    Path file = folder.resolve("histories" + databases++ + ".fdb");
    return "jdbc:firebirdsql://127.0.0.1:"
        + port
        + "/"
        + file
        + "?createDatabaseIfNotExist=true&encoding=UTF8&isc_dpb_force_write=0"
        // It waits for a lock for ever otherwise, of a session that has gone as well.
        + "&TRANSACTION_READ_COMMITTED=isc_tpb_read_committed,isc_tpb_rec_version,isc_tpb_write,"
        + "isc_tpb_wait,isc_tpb_lock_timeout=1";
  }

  private static void start(int free) throws IOException, InterruptedException {
    Map<String, String> environment =
        Map.of(
            "FIREBIRD", folder.toString(),
            "FIREBIRD_LOCK", folder.toString(),
            "FIREBIRD_TMP", folder.toString());
    for (String name : List.of("plugins.conf", "fbintl.conf")) {
      Files.copy(CONFIGURATION.resolve(name), folder.resolve(name));
    }
    Path users = folder.resolve("security3.fdb");
    Files.copy(USERS, users);
    Files.writeString(
        folder.resolve("firebird.conf"),
        "RemoteServicePort = "
            + free
            + "\nRemoteBindAddress = 127.0.0.1\nSecurityDatabase = "
            + users
            + "\nDatabaseAccess = Full\nDeadlockTimeout = 1\n");
    Files.writeString(folder.resolve("databases.conf"), "security.db = " + users + "\n");
    Path script = folder.resolve("user.sql");
    Files.writeString(
        script, "CREATE OR ALTER USER " + USER + " PASSWORD '" + PASSWORD + "';\nCOMMIT;\n");
    ServerProcess.run(
        folder,
        "user.log",
        environment,
        List.of(SHELL, "-user", USER, "-i", script.toString(), "security.db"));
    ServerProcess.serve(folder, "server.log", environment, List.of(SERVER), free);
  }
}
