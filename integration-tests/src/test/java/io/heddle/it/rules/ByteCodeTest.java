package io.heddle.it.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ByteCodeTest {
  private static final int JAVA_8 = 52;

  @Test
  void bootstrapClassesLoadOnJava8() throws IOException {
    try (Stream<Path> files = Files.walk(Module.BOOTSTRAP.classes())) {
      List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertThat(classes)
          .as("an older JVM must be able to load the stub that tells it to go on without us")
          .isNotEmpty()
          .allSatisfy(file -> assertThat(majorVersion(file)).isEqualTo(JAVA_8));
    }
  }

  /** The class file's major version: JVMS §4.1. */
  static int majorVersion(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      return majorVersion(in);
    }
  }

  static int majorVersion(DataInputStream in) throws IOException {
    in.readInt();
    in.readUnsignedShort();
    return in.readUnsignedShort();
  }
}
