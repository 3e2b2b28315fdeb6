package io.heddle.it.histories.app;

import io.heddle.it.histories.engine.Engine;
import io.heddle.it.histories.engine.Histories;
import io.heddle.it.histories.engine.Round;
import io.heddle.it.histories.engine.Truth;
import io.heddle.it.histories.named.Catalogue;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Runs the rounds of histories that its one client asks for, until that hangs up. */
public final class HistoriesApplication {
  private HistoriesApplication() {}

  /**
   * Prints {@code PORT n} when its tables are there.
   *
   * @param arguments engine, catalogue, JDBC URL, user, password
   */
  public static void main(String[] arguments) throws IOException, SQLException {
    Engine engine = Engine.valueOf(arguments[0]);
    Histories histories = Catalogue.valueOf(arguments[1]).of(engine);
    String url = arguments[2];
    String user = arguments.length > 3 ? arguments[3] : "";
    String password = arguments.length > 4 ? arguments[4] : "";
    Tables tables = new Tables(engine, DriverManager.getConnection(url, user, password));
    tables.create(Round.MOST);
    Runner runner =
        new Runner(histories, new Sources(engine, url, user, password), tables, new Marks());
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      System.out.println("PORT " + server.getLocalPort());
      try (Socket client = server.accept()) {
        serve(client, runner);
      }
    }
    System.exit(0); // some drivers and pools leave threads behind
  }

  private static void serve(Socket client, Runner runner) throws IOException, SQLException {
    client.setTcpNoDelay(true);
    DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
    while (true) {
      Round round;
      try {
        round = Round.read(in);
      } catch (EOFException hungUp) {
        return;
      }
      for (Truth truth : runner.run(round)) {
        truth.write(out);
      }
      out.flush();
    }
  }
}
