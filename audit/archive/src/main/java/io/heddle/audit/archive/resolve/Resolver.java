package io.heddle.audit.archive.resolve;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.store.Doubt;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Has transactions in doubt resolved beside the archiving: asks on a thread of its own, which ends
 * when it has asked, and hands the answers to the archiver on the archiver's thread.
 */
public final class Resolver {
  /** How long to wait before asking again what could not be told. */
  private static final long PERIOD_NANOS = 5_000_000_000L;

  private final PostgresServers servers;
  private FutureTask<List<Answer>> asking;
  private long askedNanoTime = System.nanoTime() - PERIOD_NANOS;

  /** Asks these; does nothing if there is none. */
  public Resolver(PostgresServers servers) {
    this.servers = servers;
  }

  /** To be called now and then by the thread that archives; never waits for a database. */
  public void run(Archiver archiver) throws ArchiveException {
    if (servers.isEmpty()) {
      return;
    }
    if (asking != null && asking.isDone()) {
      take(archiver);
    }
    if (asking == null && System.nanoTime() - askedNanoTime >= PERIOD_NANOS) {
      List<Doubt> doubts = archiver.doubts();
      if (!doubts.isEmpty()) {
        ask(doubts);
      }
    }
  }

  private void take(Archiver archiver) throws ArchiveException {
    List<Answer> answers = List.of();
    try {
      answers = asking.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException failure) {
      throw new ArchiveException("databases cannot be asked", failure.getCause());
    } finally {
      asking = null;
    }
    for (Answer answer : answers) {
      if (answer.isFinal()) {
        archiver.resolve(answer.doubt(), answer.outcome(), answer.how());
      }
    }
  }

  private void ask(List<Doubt> doubts) {
    askedNanoTime = System.nanoTime();
    asking = new FutureTask<>(() -> servers.ask(doubts));
    Thread thread = new Thread(asking, "heddle-resolve");
    thread.setDaemon(true);
    thread.start();
  }
}
