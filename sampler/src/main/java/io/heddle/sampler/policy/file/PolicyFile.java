package io.heddle.sampler.policy.file;

import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.yaml.Place;
import io.heddle.sampler.policy.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A policy file that is looked at again and again. Its bytes are compared, not its dates: so it
 * does not matter whether an editor has written it, renamed another over it, or Kubernetes has
 * swapped the link to its folder.
 *
 * <p>Bound: the bytes of the file as it was last, up to {@link PolicyReader#LARGEST_BYTES}. One
 * thread at a time.
 */
public final class PolicyFile {
  /** What a look has brought. */
  public sealed interface Look {
    /** The file is as it was, or is not there and never was. */
    record Unchanged() implements Look {}

    /** The file has gone, or has come to be unreadable; said once. */
    record Gone(String reason) implements Look {}

    /**
     * The file has a new policy.
     *
     * @param before the one in force until now
     * @param now the one in force from now on
     */
    record Accepted(Policy before, Policy now) implements Look {}

    /** The file was changed and is not accepted; the policy before stays in force. */
    record Refused(List<Problem> problems) implements Look {
      /** Keeps a copy. */
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  private static final Look UNCHANGED = new Look.Unchanged();

  private final Path path;
  private final PolicyReader reader;
  private Policy policy;

  /** The bytes at the last look; null if there were none to read. */
  private byte[] seen;

  /** Whether it is worth a word if there is no file. */
  private boolean isExpected;

  /**
   * @param isExpected whether it is worth a word if there is no file at the first look
   * @param defaults in force until there is a file, and where it says nothing
   */
  public PolicyFile(Path path, boolean isExpected, Policy defaults, Spelling spelling) {
    this.path = path;
    this.isExpected = isExpected;
    this.policy = defaults;
    this.reader = new PolicyReader(defaults, spelling);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** SHA-256 of its bytes at the last look, in hexadecimal digits; empty if there were none. */
  public String sha256() {
    if (seen == null) {
      return "";
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(seen));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every JDK has it
    }
  }

  /** Looks at the file, and reads it if it is another than at the last look; never throws. */
  public Look look() {
    byte[] bytes;
    try {
      bytes = read();
    } catch (IOException | RuntimeException failure) {
      boolean isNews = isExpected;
      isExpected = false;
      seen = null;
      return isNews ? new Look.Gone(reason(failure)) : UNCHANGED;
    }
    isExpected = true;
    if (Arrays.equals(bytes, seen)) {
      return UNCHANGED;
    }
    seen = bytes;
    Reading reading = reader.read(bytes);
    return reading instanceof Reading.Accepted accepted
        ? offered(accepted.policy(), accepted.revisionAt())
        : new Look.Refused(((Reading.Refused) reading).problems());
  }

  private Look offered(Policy next, Place revisionAt) {
    if (next.equals(policy)) {
      return UNCHANGED;
    }
    if (next.revision() <= policy.revision()) {
      String expected =
          next.revision() < policy.revision()
              ? "at least " + policy.revision() + ", the revision in force"
              : "a higher revision, because its content differs from the one in force";
      return new Look.Refused(
          List.of(new Problem(revisionAt, "revision", Long.toString(next.revision()), expected)));
    }
    Policy before = policy;
    policy = next;
    return new Look.Accepted(before, next);
  }

  private byte[] read() throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException("it is not a file"); // reading a pipe would wait for its writer
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(PolicyReader.LARGEST_BYTES + 1);
    }
  }

  private static String reason(Exception failure) {
    return failure instanceof NoSuchFileException ? "it is not there" : failure.getMessage();
  }
}
