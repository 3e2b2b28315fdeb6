package io.heddle.audit.archive.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.DurableFolder;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.SigningKey;
import io.heddle.audit.archive.tlog.TreeHash;
import io.heddle.audit.archive.tlog.VerifierKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a home's ledger, in {@code <home>/keys}: {@code ledger.key} signs and is a secret;
 * {@code ledger.pub} lists all that ever signed, oldest first, one verifier key a line; {@code
 * ledger.signed} is the largest checkpoint they signed.
 *
 * <p>The archiver alone changes them.
 */
public final class LedgerKeys {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private final Path folder;

  /** The keys below a home directory. */
  public LedgerKeys(Path home) {
    folder = home.resolve("keys");
  }

  /** Where verifier keys are listed. */
  public Path published() {
    return folder.resolve("ledger.pub");
  }

  /** Where the secret is. */
  public Path secret() {
    return folder.resolve("ledger.key");
  }

  /** The key that signs now; empty if none was made yet. */
  public Optional<SigningKey> current() throws IOException, NoteException {
    return read(secret());
  }

  /** The key that a rotation which was interrupted has made. */
  Optional<SigningKey> next() throws IOException, NoteException {
    return read(coming());
  }

  /** All verifier keys, oldest first. */
  public List<VerifierKey> all() throws IOException, NoteException {
    List<VerifierKey> keys = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(published())) {
        if (!line.isBlank()) {
          keys.add(VerifierKey.parse(line));
        }
      }
    } catch (NoSuchFileException none) {
      return List.of();
    }
    return keys;
  }

  /** The largest checkpoint that they signed. */
  public SignedMark mark() {
    return new SignedMark(folder);
  }

  /** A name for a new log, which no other log has. */
  static String newOrigin() {
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    return "heddle.archive/" + HexFormat.of().formatHex(random);
  }

  /**
   * Makes the first key of a new log, in place of one that there may be. It has signed the empty
   * tree: from then on a ledger that is gone is noticed.
   */
  SigningKey first(String origin) throws IOException, NoteException {
    SigningKey key = SigningKey.generate(origin);
    DurableFolder.make(folder);
    Files.deleteIfExists(coming());
    Checkpoint nothing = new Checkpoint(origin, 0, new TreeHash().empty());
    mark().keep(SignedNote.sign(nothing.text(), List.of(key)));
    return put(key, secret());
  }

  /** Makes the key that shall sign after the current one. */
  SigningKey makeNext(String origin) throws IOException, NoteException {
    DurableFolder.make(folder);
    return put(SigningKey.generate(origin), coming());
  }

  /** The next key is the current one from here on. */
  void rotated() throws IOException {
    Files.move(coming(), secret(), StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
  }

  private SigningKey put(SigningKey key, Path file) throws IOException, NoteException {
    // Published first: a crash leaves a key that never signed, not signatures nobody can check.
    List<String> lines = new ArrayList<>();
    for (VerifierKey known : all()) {
      lines.add(known.toString());
    }
    lines.add(key.verifier().toString());
    replace(published(), String.join("\n", lines) + "\n", false);
    replace(file, key.secret() + "\n", true);
    return key;
  }

  private Path coming() {
    return folder.resolve("ledger.key.next");
  }

  /**
   * Puts a text in a file's place, durably and as a whole.
   *
   * @throws IOException naming the file and what to do
   */
  static void replace(Path file, String text, boolean isSecret) throws IOException {
    try {
      write(file, text, isSecret);
    } catch (IOException failure) {
      String reason = String.valueOf(failure.getMessage());
      String advice = reason.contains("No space left") ? "; the disk is full: make room" : "";
      throw new IOException(file + " cannot be written (" + reason + ")" + advice, failure);
    }
  }

  private static void write(Path file, String text, boolean isSecret) throws IOException {
    Path folder = file.getParent();
    Path made = folder.resolve(file.getFileName() + ".new");
    Files.deleteIfExists(made);
    boolean isPosix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        isSecret && isPosix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
            : new FileAttribute<?>[0];
    Files.createFile(made, attributes);
    try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
  }

  private static Optional<SigningKey> read(Path file) throws IOException, NoteException {
    try {
      return Optional.of(SigningKey.parse(Files.readString(file)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
