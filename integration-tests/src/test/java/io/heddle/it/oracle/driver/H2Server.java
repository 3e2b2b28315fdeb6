package io.heddle.it.oracle.driver;

import java.sql.SQLException;
import org.h2.tools.Server;

/** H2's own server, in this process; it ends with it. */
final class H2Server {
  private H2Server() {}

  /** Loaded, and so started, at the first use. */
  private static final class Started {
    static final Server SERVER = start();

    private static Server start() {
      try {
        return Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-tcpDaemon").start();
      } catch (SQLException failure) {
        throw new IllegalStateException(failure);
      }
    }
  }

  static int port() {
    return Started.SERVER.getPort();
  }
}
