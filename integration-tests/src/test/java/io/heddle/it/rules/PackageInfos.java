package io.heddle.it.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which packages are described: javac drops a package-info without annotations, so sources tell.
 */
final class PackageInfos {
  private PackageInfos() {}

  static Set<String> ofMainSources() {
    Set<String> packages = new HashSet<>();
    for (Module module : Module.values()) {
      Path java = module.sources().resolve("java");
      if (!Files.isDirectory(java)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(java)) {
        files
            .filter(file -> file.endsWith("package-info.java"))
            .map(file -> java.relativize(file.getParent()).toString().replace('/', '.'))
            .forEach(packages::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return packages;
  }
}
