package io.heddle.it.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A mounted ConfigMap: {@code policy.yaml → ..data/policy.yaml}, and {@code ..data} a link that is
 * swapped to a new folder with each change.
 */
final class ConfigMap {
  private final Path folder;
  private int versions;

  ConfigMap(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  Path policy() {
    return folder.resolve("policy.yaml");
  }

  void publish(String text) throws IOException {
    Path version = Files.createDirectory(folder.resolve("..2026_11_21." + ++versions));
    Files.writeString(version.resolve("policy.yaml"), text);
    Path aside = Files.createSymbolicLink(folder.resolve("..data_tmp"), version.getFileName());
    Files.move(
        aside,
        folder.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    if (versions == 1) {
      Files.createSymbolicLink(policy(), Path.of("..data", "policy.yaml"));
    }
  }
}
