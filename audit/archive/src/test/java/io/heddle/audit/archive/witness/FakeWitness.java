package io.heddle.audit.archive.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.TreeHash;
import io.heddle.audit.archive.tlog.TreeProofs;
import io.heddle.audit.archive.tlog.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A witness as C2SP tlog-witness describes it, for one log whose keys it is told. */
final class FakeWitness implements AutoCloseable {
  private static final long SECONDS = 1_795_227_420;
  private static final byte COSIGNATURE = 4;

  private final HttpServer server;
  private final KeyPair pair;
  private final List<VerifierKey> logKeys;
  private final List<Integer> statuses = new ArrayList<>();
  private volatile Checkpoint last;
  private volatile boolean lies;

  FakeWitness(List<VerifierKey> logKeys) throws Exception {
    this.logKeys = logKeys;
    pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/w/add-checkpoint", this::answer);
    server.start();
  }

  /** Its line in the file that names witnesses. */
  String line() throws Exception {
    return key() + " http://127.0.0.1:" + server.getAddress().getPort() + "/w";
  }

  VerifierKey key() throws Exception {
    byte[] typed = typed();
    return VerifierKey.parse(
        "witness.example/w+" + id() + "+" + Base64.getEncoder().encodeToString(typed));
  }

  /** What it cosigned last. */
  Checkpoint last() {
    return last;
  }

  /** How it answered. */
  List<Integer> statuses() {
    return statuses;
  }

  /** Signs something else from now on. */
  void lie() {
    lies = true;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    byte[] answer;
    int status;
    try {
      answer = cosign(body);
      status = 200;
    } catch (Conflict conflict) {
      answer = ((last == null ? 0 : last.size()) + "\n").getBytes(UTF_8);
      status = 409;
    } catch (Exception refused) {
      answer = refused.toString().getBytes(UTF_8);
      status = 422;
    }
    statuses.add(status);
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private byte[] cosign(String body) throws Exception {
    int end = body.indexOf("\n\n");
    String[] lines = body.substring(0, end).split("\n");
    long old = Long.parseLong(lines[0].substring("old ".length()));
    List<byte[]> proof = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      proof.add(Base64.getDecoder().decode(lines[i]));
    }
    SignedNote note = SignedNote.parse(body.substring(end + 2));
    note.signers(logKeys);
    Checkpoint next = Checkpoint.parse(note.text());
    if (old != (last == null ? 0 : last.size())) {
      throw new Conflict();
    }
    byte[] root = last == null ? new TreeHash().empty() : last.root();
    if (!new TreeProofs().isConsistent(old, root, next.size(), next.root(), proof)) {
      throw new NoteException("inconsistent");
    }
    last = next;
    String signed = "cosignature/v1\ntime " + SECONDS + "\n" + (lies ? "x" : "") + note.text();
    Signature ed25519 = Signature.getInstance("Ed25519");
    ed25519.initSign(pair.getPrivate());
    ed25519.update(signed.getBytes(UTF_8));
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.write(HexFormat.of().parseHex(id()));
    line.write(ByteBuffer.allocate(8).putLong(SECONDS).array());
    line.write(ed25519.sign());
    String base64 = Base64.getEncoder().encodeToString(line.toByteArray());
    return ("— witness.example/w " + base64 + "\n").getBytes(UTF_8);
  }

  private String id() throws Exception {
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    named.write("witness.example/w\n".getBytes(UTF_8));
    named.write(typed());
    return HexFormat.of()
        .formatHex(Arrays.copyOf(TreeHash.sha256().digest(named.toByteArray()), 4));
  }

  private byte[] typed() {
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] typed = new byte[33];
    typed[0] = COSIGNATURE;
    System.arraycopy(encoded, encoded.length - 32, typed, 1, 32);
    return typed;
  }

  private static final class Conflict extends Exception {
    private static final long serialVersionUID = 1;
  }
}
