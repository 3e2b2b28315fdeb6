package io.heddle.audit.archive.witness;

import io.heddle.audit.archive.tlog.CheckpointFiles;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Submits the newest checkpoint to all witnesses, on a thread of its own: archiving never waits for
 * them. What they cosigned is kept beside the newest checkpoint, which is usually newer by then.
 *
 * <p>Which witnesses there are is in the file {@code keys/witnesses} of the home: a verifier key of
 * type 4 and the prefix of its address, separated by a space, one a line. Without that file there
 * is no thread.
 */
public final class Witnesses implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final long PERIOD_MILLIS = 1_000;
  private static final long CLOSE_MILLIS = 2_000;

  private final CheckpointFiles checkpoints;
  private final TileFiles tiles;
  private final List<Witness> witnesses;
  private final Consumer<String> trouble;
  private final Consumer<String> lost;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private String cosigned = "";
  private String told = "";

  private Witnesses(
      Path log, List<Witness> witnesses, Consumer<String> trouble, Consumer<String> lost) {
    this.checkpoints = new CheckpointFiles(log);
    this.tiles = new TileFiles(log);
    this.witnesses = witnesses;
    this.trouble = trouble;
    this.lost = lost;
    thread = new Thread(this::run, "heddle-witness");
    thread.setDaemon(true);
  }

  /**
   * Begins to have the checkpoints of a log cosigned.
   *
   * @param log the log's folder
   * @param list the file that names the witnesses; none if it is not there
   * @param trouble takes a sentence when a witness cannot be had, not for every try; called on
   *     another thread
   * @param lost takes a sentence if a witness has cosigned more leaves than the log has; called on
   *     another thread, for every try
   * @throws NoteException if the file says something that is no witness
   */
  public static Witnesses start(
      Path log, Path list, Consumer<String> trouble, Consumer<String> lost)
      throws IOException, NoteException {
    List<Witness> witnesses = new ArrayList<>();
    HttpClient http = null;
    for (String line : lines(list)) {
      http = http == null ? HttpClient.newBuilder().connectTimeout(CONNECT).build() : http;
      witnesses.add(new Witness(key(line), address(line), http));
    }
    Witnesses all = new Witnesses(log, witnesses, trouble, lost);
    if (!witnesses.isEmpty()) {
      all.thread.start();
    }
    return all;
  }

  /**
   * The keys of the witnesses that a file names; none if it is not there.
   *
   * @throws NoteException if it says something that is no witness
   */
  public static List<VerifierKey> keys(Path list) throws IOException, NoteException {
    List<VerifierKey> keys = new ArrayList<>();
    for (String line : lines(list)) {
      keys.add(key(line));
    }
    return keys;
  }

  /** Submits the last checkpoint, and ends; waits for two seconds at most. */
  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      do {
        submit();
      } while (!stopped.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
      submit(); // the last one, which was signed when the archiver closed
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  private void submit() throws InterruptedException {
    try {
      SignedNote newest = SignedNote.parse(Files.readString(checkpoints.newest()));
      if (newest.text().equals(cosigned)) {
        return;
      }
      List<SignedNote.Line> cosignatures = new ArrayList<>();
      List<String> problems = new ArrayList<>();
      for (Witness witness : witnesses) {
        try {
          cosignatures.addAll(witness.cosign(newest, tiles));
        } catch (LostLeavesException failure) {
          lost.accept("the witness " + witness.key().name() + " " + failure.getMessage());
          problems.add(witness.key().name() + " " + failure.getMessage());
        } catch (IOException | NoteException failure) {
          problems.add(witness.key().name() + ": " + failure.getMessage());
        }
      }
      if (!cosignatures.isEmpty()) {
        checkpoints.publishCosigned(newest.with(cosignatures));
      }
      cosigned = problems.isEmpty() ? newest.text() : "";
      tell(String.join("; ", problems));
    } catch (NoSuchFileException nothingSigned) {
      return;
    } catch (IOException | NoteException failure) {
      tell(failure.getMessage());
    }
  }

  private void tell(String problem) {
    if (!problem.isEmpty() && !problem.equals(told)) {
      trouble.accept("a checkpoint was not cosigned by all witnesses: " + problem);
    }
    told = problem;
  }

  private static List<String> lines(Path list) throws IOException {
    try {
      return Files.readAllLines(list).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  private static VerifierKey key(String line) throws NoteException {
    VerifierKey key = VerifierKey.parse(line.split(" ", 2)[0]);
    if (!key.isWitness()) {
      throw new NoteException(key.name() + " is no witness' key, expected one of type 4");
    }
    return key;
  }

  private static URI address(String line) throws NoteException {
    String[] words = line.split(" +", 2);
    try {
      URI uri = URI.create(words.length < 2 ? "" : words[1]);
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return uri;
      }
    } catch (IllegalArgumentException malformed) {
      throw new NoteException("'" + line + "': " + malformed.getMessage());
    }
    throw new NoteException("'" + line + "' names no address, expected a key and a URL");
  }
}
