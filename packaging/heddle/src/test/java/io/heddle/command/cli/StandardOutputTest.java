package io.heddle.command.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  @Test
  void writesInUtf8() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StandardOutput standard = new StandardOutput(bytes, () -> false);
    PrintWriter writer = standard.writer();
    writer.print("größe");
    writer.flush();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("größe");
    assertThat(standard.problem()).isEmpty();
  }

  @Test
  void remembersTheFirstReasonWhyItCannotWrite() {
    assertThat(problemOf("No space left on device")).isEqualTo("No space left on device");
    assertThat(problemOf("Broken pipe")).as("nobody wanted more").isEmpty();
  }

  @Test
  void takesEveryFailureOfAPipeForItsReadersEnd() {
    String german = "Datenübergabe unterbrochen (broken pipe)";
    assertThat(problemOf(german, true)).isEmpty();
    assertThat(problemOf(german, false)).isEqualTo(german);
  }

  private static String problemOf(String reason) {
    return problemOf(reason, false);
  }

  private static String problemOf(String reason, boolean isPipe) {
    StandardOutput standard =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int one) throws IOException {
                throw new IOException(reason);
              }
            },
            () -> isPipe);
    PrintWriter writer = standard.writer();
    writer.print("anything");
    writer.flush();
    return standard.problem();
  }
}
