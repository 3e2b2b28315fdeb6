package io.heddle.command.doctor;

import io.heddle.command.policy.PolicySource;
import io.heddle.sampler.policy.file.Reading;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether an agent with these settings would find a policy, and accept it. */
final class PolicyCheck {
  private PolicyCheck() {}

  static List<Finding> of(Path home, Settings settings) {
    Path file = home.resolve(settings.path(Setting.POLICY));
    if (!Files.exists(file)) {
      return List.of(
          settings.text(Setting.POLICY).equals(Setting.POLICY.defaultValue())
              ? Finding.fine("policy", "none; the settings hold")
              : Finding.notable(
                  "policy", file + " is not there", "Write it, or mend heddle.policy."));
    }
    Reading reading = PolicySource.read(file);
    if (reading instanceof Reading.Accepted accepted) {
      return List.of(
          Finding.fine("policy", "revision " + accepted.policy().revision() + " in " + file));
    }
    int problems = ((Reading.Refused) reading).problems().size();
    return List.of(
        Finding.broken(
            "policy",
            file + " is refused, " + problems + (problems == 1 ? " problem" : " problems"),
            "heddle policy check " + file));
  }
}
