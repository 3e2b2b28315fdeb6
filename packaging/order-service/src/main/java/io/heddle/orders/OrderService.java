package io.heddle.orders;

import java.net.URI;
import java.util.concurrent.CountDownLatch;

/**
 * Runs one of the two services, or counts what they stored.
 *
 * <pre>
 * java -jar order-service.jar --role=inventory --database=FILE [--port=0]
 * java -jar order-service.jar --role=orders --database=FILE --inventory=URL [--port=0]
 * java -jar order-service.jar --role=count --database=FILE
 * </pre>
 *
 * <p>A service prints {@code listening PORT} once it accepts connections and stops cleanly on
 * SIGTERM. Exit codes: 0 stopped or counted, 1 failed, 2 bad arguments.
 */
public final class OrderService {
  private OrderService() {}

  /** Starts what the arguments ask for. */
  public static void main(String[] commandLine) throws Exception {
    Arguments arguments;
    try {
      arguments = Arguments.parse(commandLine);
    } catch (IllegalArgumentException e) {
      System.err.println("order-service: " + e.getMessage());
      System.exit(2);
      return;
    }
    switch (arguments.role()) {
      case COUNT -> RowCount.print(arguments.database(), System.out);
      case ORDERS -> serve(arguments, new Orders(arguments.database(), arguments.inventory()));
      case INVENTORY -> serve(arguments, new Inventory(arguments.database()));
    }
  }

  private static void serve(Arguments arguments, Application application) throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    WebServer server = WebServer.start(arguments.port(), application);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  application.close();
                  stopped.countDown();
                },
                "stop"));
    System.out.println("listening " + server.port());
    stopped.await();
  }

  /** What to run; the address of the inventory service matters to {@link Role#ORDERS} alone. */
  record Arguments(Role role, int port, String database, URI inventory) {
    enum Role {
      ORDERS,
      INVENTORY,
      COUNT
    }

    /**
     * Reads {@code --name=value} and {@code --name value}.
     *
     * @throws IllegalArgumentException naming the argument that is missing, unknown or malformed
     */
    static Arguments parse(String... commandLine) {
      Role role = Role.ORDERS;
      int port = 0;
      String database = null;
      URI inventory = null;
      for (int i = 0; i < commandLine.length; i++) {
        int equals = commandLine[i].indexOf('=');
        String name = equals < 0 ? commandLine[i] : commandLine[i].substring(0, equals);
        String value;
        if (equals >= 0) {
          value = commandLine[i].substring(equals + 1);
        } else if (++i < commandLine.length) {
          value = commandLine[i];
        } else {
          throw new IllegalArgumentException(name + " lacks its value");
        }
        switch (name) {
          case "--role" -> role = role(value);
          case "--port" -> port = port(value);
          case "--database" -> database = value;
          case "--inventory" -> inventory = URI.create(value);
          default ->
              throw new IllegalArgumentException(
                  "unknown argument "
                      + name
                      + "; expected --role, --port, --database or --inventory");
        }
      }
      if (database == null) {
        throw new IllegalArgumentException("--database=FILE is missing");
      }
      if (role == Role.ORDERS && inventory == null) {
        throw new IllegalArgumentException("--role=orders needs --inventory=URL");
      }
      return new Arguments(role, port, database, inventory);
    }

    private static Role role(String value) {
      return switch (value) {
        case "orders" -> Role.ORDERS;
        case "inventory" -> Role.INVENTORY;
        case "count" -> Role.COUNT;
        default ->
            throw new IllegalArgumentException(
                "--role is '" + value + "', expected orders, inventory or count");
      };
    }

    private static int port(String value) {
      if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 65_535) {
        return Integer.parseInt(value);
      }
      throw new IllegalArgumentException("--port is '" + value + "', expected 0 to 65535");
    }
  }
}
