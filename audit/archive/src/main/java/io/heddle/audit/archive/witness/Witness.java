package io.heddle.audit.archive.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.TreeProver;
import io.heddle.audit.archive.tlog.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * A witness, to which checkpoints are submitted. One thread.
 *
 * <p>What it cosigned last it knows best itself: it is asked with what we believe, and once more
 * with what it answers.
 */
final class Witness {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final int MOST_ANSWER_BYTES = 64 << 10;

  private final VerifierKey key;
  private final URI addCheckpoint;
  private final HttpClient http;
  private long cosignedSize;

  Witness(VerifierKey key, URI submissionPrefix, HttpClient http) {
    this.key = key;
    this.http = http;
    String prefix = submissionPrefix.toString();
    addCheckpoint = URI.create(prefix + (prefix.endsWith("/") ? "" : "/") + "add-checkpoint");
  }

  VerifierKey key() {
    return key;
  }

  /**
   * Has a checkpoint cosigned.
   *
   * @param tiles those of the tree
   * @return its cosignatures, which are good
   * @throws IOException if it cannot be reached
   * @throws LostLeavesException if it has cosigned a larger tree of this log
   * @throws NoteException if it refuses, or answers with something else
   */
  List<SignedNote.Line> cosign(SignedNote checkpoint, TileFiles tiles)
      throws IOException, InterruptedException, NoteException {
    long size = Checkpoint.parse(checkpoint.text()).size();
    checkNoneIsLost(size);
    HttpResponse<byte[]> answer = submit(checkpoint, size, tiles);
    if (answer.statusCode() == CONFLICT) {
      cosignedSize = Checkpoint.number(text(answer).strip());
      checkNoneIsLost(size);
      answer = submit(checkpoint, size, tiles);
    }
    if (answer.statusCode() != OK) {
      throw new NoteException(
          key.name() + " refuses with status " + answer.statusCode() + ": " + text(answer).strip());
    }
    List<SignedNote.Line> cosignatures = checkpoint.signaturesBy(key, text(answer));
    cosignedSize = size;
    return cosignatures;
  }

  private void checkNoneIsLost(long size) throws LostLeavesException {
    if (cosignedSize > size) {
      throw new LostLeavesException("has seen " + cosignedSize + " leaves, the log has " + size);
    }
  }

  private HttpResponse<byte[]> submit(SignedNote checkpoint, long size, TileFiles tiles)
      throws IOException, InterruptedException {
    StringBuilder body = new StringBuilder("old " + cosignedSize + "\n");
    for (byte[] hash : new TreeProver(tiles, size).consistency(cosignedSize)) {
      body.append(Base64.getEncoder().encodeToString(hash)).append('\n');
    }
    body.append('\n').append(checkpoint);
    HttpRequest request =
        HttpRequest.newBuilder(addCheckpoint)
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString(), UTF_8))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    byte[] body = answer.body();
    return new String(body, 0, Math.min(body.length, MOST_ANSWER_BYTES), UTF_8);
  }
}
