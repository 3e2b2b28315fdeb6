package io.heddle.audit.archive.tlog;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * A text and the signatures under it: C2SP signed-note.
 *
 * @param text ends in a newline
 * @param signatures the lines behind it, without their newlines
 */
public record SignedNote(String text, List<Line> signatures) {
  /** Bound: no honest note comes near it. */
  private static final int MOST_SIGNATURES = 64;

  private static final String DASH = "\u2014 ";

  /**
   * A signature line.
   *
   * @param name whose key made it
   * @param keyId which of that name's keys
   * @param signature what the key made
   */
  public record Line(String name, int keyId, byte[] signature) {
    boolean isBy(VerifierKey key) {
      return key.id() == keyId && key.name().equals(name);
    }

    /** As it stands in the note, with its newline. */
    @Override
    public String toString() {
      return line(name, keyId, signature);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Line that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
      return keyId;
    }
  }

  /** Reads a note. */
  public static SignedNote parse(String note) throws NoteException {
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || !note.endsWith("\n") || end + 2 == note.length()) {
      throw new NoteException("no signed note: it has no signatures behind an empty line");
    }
    if (note.chars().anyMatch(c -> c < ' ' && c != '\n' || c == '\ufffd')) {
      throw new NoteException("no signed note: it holds a control character, or is no UTF-8");
    }
    List<Line> lines = new ArrayList<>();
    for (String line : note.substring(end + 2).split("\n")) {
      lines.add(parseLine(line));
    }
    if (lines.size() > MOST_SIGNATURES) {
      throw new NoteException(
          "the note has " + lines.size() + " signatures, at most " + MOST_SIGNATURES);
    }
    return new SignedNote(note.substring(0, end + 1), lines);
  }

  /** Signs a text. */
  public static SignedNote sign(String text, Collection<SigningKey> keys) throws NoteException {
    StringBuilder note = new StringBuilder(text).append('\n');
    for (SigningKey key : keys) {
      note.append(key.sign(text));
    }
    return parse(note.toString());
  }

  /**
   * Whether one of the keys has signed it. A line of a known key that does not verify spoils all.
   *
   * @return the keys that have
   * @throws NoteException if none has, or a signature of one of them is wrong
   */
  public List<VerifierKey> signers(Collection<VerifierKey> keys) throws NoteException {
    List<VerifierKey> signers = new ArrayList<>();
    for (Line line : signatures) {
      for (VerifierKey key : keys) {
        if (line.isBy(key)) {
          if (!key.verifies(text, line.signature)) {
            throw new NoteException("the signature of " + key.name() + " is wrong");
          }
          signers.add(key);
        }
      }
    }
    if (signers.isEmpty()) {
      throw new NoteException("it is signed by none of the keys that are trusted");
    }
    return signers;
  }

  /**
   * The good signatures of a key among lines that somebody offers for this note.
   *
   * @throws NoteException if there is none, or one is wrong
   */
  public List<Line> signaturesBy(VerifierKey key, String lines) throws NoteException {
    List<Line> offered = new ArrayList<>();
    for (String line : lines.split("\n")) {
      Line parsed = parseLine(line);
      if (parsed.isBy(key)) {
        offered.add(parsed);
      }
    }
    new SignedNote(text, offered).signers(List.of(key));
    return offered;
  }

  /** Whether every signature names one of the keys. */
  public boolean isOnlyBy(Collection<VerifierKey> keys) {
    return signatures.stream().allMatch(line -> keys.stream().anyMatch(line::isBy));
  }

  /** A sentence for each witness among the keys that has cosigned it; it must be a checkpoint. */
  public List<String> cosigners(Collection<VerifierKey> keys) {
    List<String> sentences = new ArrayList<>();
    for (Line line : signatures) {
      for (VerifierKey key : keys) {
        if (key.isWitness() && line.isBy(key)) {
          long seconds = ByteBuffer.wrap(line.signature).getLong();
          sentences.add("cosigned by " + key.name() + " at " + Instant.ofEpochSecond(seconds));
        }
      }
    }
    return sentences;
  }

  /** The note with more signatures. */
  public SignedNote with(List<Line> more) {
    List<Line> all = new ArrayList<>(signatures);
    all.addAll(more);
    return new SignedNote(text, all);
  }

  static String line(String name, int keyId, byte[] signature) {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES + signature.length).putInt(keyId).put(signature).array();
    return DASH + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
  }

  static Line parseLine(String line) throws NoteException {
    int space = line.lastIndexOf(' ');
    if (!line.startsWith(DASH) || space < DASH.length()) {
      throw new NoteException("'" + line + "' is no signature line");
    }
    String base64 = line.substring(space + 1);
    byte[] bytes = Base64s.decode(base64);
    if (bytes.length <= Integer.BYTES) {
      throw new NoteException("'" + line + "' is no signature line: too short");
    }
    return new Line(
        KeyName.check(line.substring(DASH.length(), space)),
        ByteBuffer.wrap(bytes).getInt(),
        Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
  }

  @Override
  public String toString() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(note::append);
    return note.toString();
  }
}
