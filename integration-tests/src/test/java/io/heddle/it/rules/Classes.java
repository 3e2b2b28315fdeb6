package io.heddle.it.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The compiled classes of our modules, read once for all rules. */
final class Classes {
  private static final JavaClasses ALL = read(Module.values());

  private Classes() {}

  static JavaClasses all() {
    return ALL;
  }

  static JavaClasses of(Module... modules) {
    return read(modules);
  }

  private static JavaClasses read(Module... modules) {
    List<Path> folders = new ArrayList<>();
    for (Module module : modules) {
      if (!Files.isDirectory(module.sources())) {
        continue; // has nothing yet
      }
      if (!Files.isDirectory(module.classes())) {
        throw new IllegalStateException(
            module.classes() + " is missing: compile the whole project first");
      }
      folders.add(module.classes());
    }
    return new ClassFileImporter().importPaths(folders);
  }
}
