package io.heddle.agent.tenant;

import io.heddle.audit.spool.access.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The key of the tenant tags in trace IDs: 32 bytes, in hexadecimal, in {@code keys/site.key} of
 * the home directory. Made by whoever needs it first; a site whose services run on several machines
 * copies the file.
 */
public final class SiteKey implements Supplier<byte[]> {
  private static final int BYTES = 32;

  private final Path file;
  private final Consumer<String> log;

  /**
   * @param log takes a sentence if the key cannot be kept
   */
  public SiteKey(Path home, Consumer<String> log) {
    this.file = home.resolve("keys").resolve("site.key");
    this.log = log;
  }

  /** The key; one for this run only if the file can be neither read nor written. */
  @Override
  public byte[] get() {
    try {
      return Files.exists(file) ? read() : create();
    } catch (FileAlreadyExistsException madeByAnother) {
      return readOrInvent();
    } catch (IOException | IllegalArgumentException failure) {
      return invented(failure);
    }
  }

  private byte[] readOrInvent() {
    try {
      return read();
    } catch (IOException | IllegalArgumentException failure) {
      return invented(failure);
    }
  }

  private byte[] read() throws IOException {
    byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
    if (key.length != BYTES) {
      throw new IllegalArgumentException(key.length + " bytes, expected " + BYTES);
    }
    return key;
  }

  private byte[] create() throws IOException {
    byte[] key = random();
    OwnerOnly.makeFolders(file.getParent());
    // Written aside and moved, so that nobody ever reads half a key; made for its owner alone,
    // which
    // is what createTempFile does where files have owners.
    Path aside = Files.createTempFile(file.getParent(), "site", ".new");
    Files.writeString(aside, HexFormat.of().formatHex(key) + "\n", StandardCharsets.US_ASCII);
    try {
      Files.createLink(file, aside);
    } catch (UnsupportedOperationException noLinks) {
      Files.copy(aside, file);
    } finally {
      Files.delete(aside);
    }
    return key;
  }

  private byte[] invented(Exception failure) {
    log.accept(
        "the site key "
            + file
            + " cannot be used ("
            + failure
            + "); trace IDs of this run carry tags of their own");
    return random();
  }

  private static byte[] random() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
