package io.heddle.command.policy;

import io.heddle.command.cli.CommandFailure;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.file.PolicyReader;
import io.heddle.sampler.policy.file.Reading;
import io.heddle.settings.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads policy files as an agent does that has no settings of its own. */
public final class PolicySource {
  private PolicySource() {}

  /**
   * Reads a file.
   *
   * @throws CommandFailure if there is nothing to read
   */
  public static Reading read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(PolicyReader.LARGEST_BYTES + 1);
      return new PolicyReader(Policy.DEFAULT, Suggestion::nearest).read(bytes);
    } catch (IOException failure) {
      throw new CommandFailure(
          "the policy " + file + " cannot be read: " + failure, "Name a file.", failure);
    }
  }
}
