package io.heddle.it.apps.jdbc;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Some threads, each with its connection and one transaction after the other, until it is killed.
 */
public final class JdbcApplication {
  private final String url;
  private final Answers answers;
  private final long restNanos;

  private JdbcApplication(String url, Answers answers, long restNanos) {
    this.url = url;
    this.answers = answers;
    this.restNanos = restNanos;
  }

  /**
   * @param arguments JDBC URL, name of this run, number of threads, longest rest between two
   *     transactions in microseconds, file for the answers
   */
  public static void main(String[] arguments) throws Exception {
    String run = arguments[1];
    int threads = Integer.parseInt(arguments[2]);
    long restNanos = Long.parseLong(arguments[3]) * 1_000;
    JdbcApplication application =
        new JdbcApplication(arguments[0], Answers.to(Path.of(arguments[4])), restNanos);
    for (int i = 0; i < threads; i++) {
      String name = run + "_t" + i;
      new Thread(() -> application.work(name), name).start();
    }
    System.out.println("READY");
  }

  private void work(String name) {
    Random random = new Random(name.hashCode());
    while (true) {
      try (Transactions transactions =
          new Transactions(DriverManager.getConnection(url), answers)) {
        for (int i = 0; ; i++) {
          Transactions.Kind[] kinds = Transactions.Kind.values();
          transactions.run(
              kinds[random.nextInt(kinds.length)], name + "_k" + random.nextInt(1 << 30) + "_" + i);
          LockSupport.parkNanos((long) (random.nextDouble() * restNanos));
        }
      } catch (SQLException refused) {
        // What an application does: say so, and begin anew with another connection.
        answers.failed(name, refused);
        LockSupport.parkNanos(10_000_000);
      }
    }
  }
}
