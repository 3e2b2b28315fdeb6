package io.heddle.command.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A jar that this one carries, because a JVM can only be given a file. */
public enum EmbeddedJar {
  /** The agent. */
  AGENT("heddle-agent.jar"),
  /** The demo's application. */
  ORDER_SERVICE("order-service.jar");

  private static final int HASH_CHARACTERS = 16;

  private final String name;

  EmbeddedJar(String name) {
    this.name = name;
  }

  /**
   * The jar as a file in {@code cache}, written there unless it is already.
   *
   * <p>Its folder is named by the hash of its content, so that a newer Heddle never overwrites the
   * agent of a running JVM, and two commands that extract it at once write the same bytes. Its own
   * name stays, because the agent's manifest holds it.
   *
   * @throws CommandFailure if this build carries no such jar or {@code cache} cannot be written
   */
  public Path extractTo(Path cache) {
    return extract(content(), cache);
  }

  Path extract(byte[] content, Path cache) {
    String hash = sha256(content).substring(0, HASH_CHARACTERS);
    Path folder = cache.resolve(hash);
    Path jar = folder.resolve(name);
    try {
      if (!Files.exists(jar) || Files.size(jar) != content.length) {
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, name, ".part");
        Files.write(fresh, content);
        Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // A temporary file is its owner's alone, but another user's JVM may have to read this.
        jar.toFile().setReadable(true, false);
      }
      return jar.toAbsolutePath();
    } catch (IOException e) {
      throw new CommandFailure(
          "cannot write " + jar + ": " + e, "Choose another directory with --home.", e);
    }
  }

  private byte[] content() {
    try (InputStream resource = EmbeddedJar.class.getResourceAsStream("/embedded/" + name)) {
      if (resource == null) {
        throw new CommandFailure(
            "this build of the command carries no " + name,
            "Build it whole: mvn -DskipTests -pl packaging/heddle -am package",
            null);
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
