package io.heddle.it.harness;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class path of the applications under test: their own classes and libraries, nothing of us.
 */
public final class ClassPath {
  private static final List<String> LIBRARIES =
      List.of(
          "tomcat-embed-core",
          "jakarta.annotation-api",
          "HikariCP",
          "h2-",
          "postgresql-",
          "sqlite-jdbc",
          "slf4j-api",
          "slf4j-nop");

  private ClassPath() {}

  /** As {@code io.heddle.it.apps} needs it. */
  public static List<Path> ofApplications() {
    List<Path> entries = new ArrayList<>();
    entries.add(Repository.file("integration-tests/target/classes"));
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(jar -> LIBRARIES.stream().anyMatch(jar.getFileName().toString()::startsWith))
        .forEach(entries::add);
    return entries;
  }
}
