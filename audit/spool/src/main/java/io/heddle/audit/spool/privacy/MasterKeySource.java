package io.heddle.audit.spool.privacy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Where the master key comes from: {@code file:PATH}, {@code env:NAME} or {@code command:PROGRAM
 * ARGUMENT …}. What is found there is 32 bytes, their 64 hexadecimal digits, or their Base64, with
 * white space around.
 *
 * <p>Not for the application's own threads: a command is waited for, up to {@link
 * #PATIENCE_SECONDS}.
 */
public final class MasterKeySource {
  /** How long a command may take. */
  public static final int PATIENCE_SECONDS = 10;

  private static final int LARGEST_BYTES = 4_096;
  private static final String FILE = "file:";
  private static final String ENVIRONMENT = "env:";
  private static final String COMMAND = "command:";

  /** Whoever is in one of these classes could read the key, or put another in its place. */
  private static final Set<PosixFilePermission> TOO_MANY =
      Set.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private final String source;
  private final UnaryOperator<String> environment;

  /**
   * @param source where it is, as above
   * @param environment the value of a variable, or null
   */
  public MasterKeySource(String source, UnaryOperator<String> environment) {
    this.source = source;
    this.environment = environment;
  }

  /**
   * The master key.
   *
   * @throws PrivacyException if there is none, or its file is open to others; the message says what
   *     to do, and holds nothing secret
   */
  public MasterKey load() throws PrivacyException {
    if (source.startsWith(FILE)) {
      return key(ofFile(Path.of(source.substring(FILE.length()))));
    } else if (source.startsWith(ENVIRONMENT)) {
      return key(ofEnvironment(source.substring(ENVIRONMENT.length())));
    } else if (source.startsWith(COMMAND)) {
      return key(ofCommand(source.substring(COMMAND.length())));
    }
    throw new PrivacyException(
        source.isEmpty()
            ? "no master key: set heddle.privacy.master-key to file:PATH, env:NAME or command:PROGRAM"
            : "the master key is neither file:PATH nor env:NAME nor command:PROGRAM");
  }

  /** Where it is, without what a command is given: that may be a secret itself. */
  @Override
  public String toString() {
    int space = source.startsWith(COMMAND) ? source.strip().indexOf(' ') : -1;
    return space < 0 ? source : source.strip().substring(0, space) + " …";
  }

  private static byte[] ofFile(Path file) throws PrivacyException {
    try {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (mode.stream().anyMatch(TOO_MANY::contains)) {
          throw new PrivacyException(
              "the master key "
                  + file
                  + " has mode "
                  + PosixFilePermissions.toString(mode)
                  + "; expected rw------- or, with a group that may read it, r--r-----");
        }
      }
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(LARGEST_BYTES + 1);
      }
    } catch (NoSuchFileException missing) {
      throw new PrivacyException("there is no master key " + file, missing);
    } catch (IOException failure) {
      throw new PrivacyException("the master key " + file + " cannot be read: " + failure, failure);
    }
  }

  private byte[] ofEnvironment(String name) throws PrivacyException {
    String value = environment.apply(name);
    if (value == null) {
      throw new PrivacyException("there is no master key in the environment variable " + name);
    }
    return value.getBytes(ISO_8859_1);
  }

  /** No shell: what it would make of a blank in a path is nobody's business. */
  private byte[] ofCommand(String command) throws PrivacyException {
    Process process = null;
    try {
      process =
          new ProcessBuilder(command.strip().split("\\s+"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      // A key fits into the pipe: who writes more is not done in time.
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new PrivacyException(this + " took more than " + PATIENCE_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new PrivacyException(this + " ended with exit code " + process.exitValue());
      }
      // What is there, and no wait for the end: a child of it may hold the pipe open.
      InputStream out = process.getInputStream();
      return out.readNBytes(Math.min(out.available(), LARGEST_BYTES + 1));
    } catch (IOException failure) {
      throw new PrivacyException(this + " cannot be run: " + failure, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PrivacyException(this + " was interrupted", interrupted);
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  private MasterKey key(byte[] content) throws PrivacyException {
    try {
      return MasterKey.of(decoded(content));
    } catch (IllegalArgumentException neither) {
      throw new PrivacyException(
          this
              + " holds no master key: expected "
              + MasterKey.BYTES
              + " bytes, their "
              + 2 * MasterKey.BYTES
              + " hexadecimal digits or their Base64");
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static byte[] decoded(byte[] content) {
    if (content.length == MasterKey.BYTES) {
      return content;
    }
    String text = new String(content, ISO_8859_1).strip();
    byte[] decoded =
        text.length() == 2 * MasterKey.BYTES
            ? HexFormat.of().parseHex(text)
            : Base64.getDecoder().decode(text);
    if (decoded.length != MasterKey.BYTES) {
      throw new IllegalArgumentException();
    }
    return decoded;
  }
}
