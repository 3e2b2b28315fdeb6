package io.heddle.it.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Repository;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

class AgentJarIT {
  private static final Path JAR = Repository.file("packaging/javaagent/target/heddle-agent.jar");

  @Test
  void showsTheApplicationNothingButTheBootstrapPackage() throws IOException {
    assertThat(names())
        .allMatch(
            name ->
                name.equals("io/")
                    || name.equals("io/heddle/")
                    || name.startsWith("io/heddle/bootstrap/")
                    || name.startsWith("inst/")
                    || name.startsWith("META-INF/"));
  }

  @Test
  void hidesItsOwnClassesFromEveryOtherLoader() throws IOException {
    assertThat(names())
        .filteredOn(name -> name.startsWith("inst/"))
        .as("a file named .class could be loaded by a loader that is not ours")
        .noneMatch(name -> name.endsWith(".class"))
        .anyMatch(name -> name.endsWith(".classdata"));
  }

  @Test
  void holdsNoNativeLibraryAndNoSqlite() throws IOException {
    assertThat(names())
        .noneMatch(name -> name.contains("sqlite"))
        .noneMatch(
            name -> name.endsWith(".so") || name.endsWith(".dll") || name.endsWith(".dylib"));
  }

  @Test
  void bringsItsStubInByteCodeOfJava8() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<JarEntry> stub =
          jar.stream()
              .filter(entry -> entry.getName().startsWith("io/heddle/bootstrap/"))
              .filter(entry -> entry.getName().endsWith(".class"))
              .toList();
      assertThat(stub)
          .isNotEmpty()
          .allSatisfy(
              entry -> {
                try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
                  assertThat(ByteCodeTest.majorVersion(in)).isEqualTo(52);
                }
              });
    }
  }

  @Test
  void isAnAgentForStartAndAttach() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      var manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Premain-Class")).startsWith("io.heddle.bootstrap.");
      assertThat(manifest.getValue("Agent-Class")).startsWith("io.heddle.bootstrap.");
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
    }
  }

  @Test
  void carriesItsLicences() throws IOException {
    assertThat(names()).anyMatch(name -> name.startsWith("META-INF/LICENSE"));
    assertThat(names()).anyMatch(name -> name.startsWith("META-INF/NOTICE"));
  }

  @Test
  void weighsAtMostTenMegabytes() throws IOException {
    assertThat(Files.size(JAR)).isLessThanOrEqualTo(10_000_000);
  }

  private static List<String> names() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }
}
