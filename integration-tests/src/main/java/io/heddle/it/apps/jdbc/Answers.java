package io.heddle.it.apps.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * What the database has answered, a line each, in a file: a line is the kernel's as soon as it is
 * written, so it survives the death of this process.
 */
final class Answers {
  private final OutputStream file;

  private Answers(OutputStream file) {
    this.file = file;
  }

  static Answers to(Path file) throws IOException {
    return new Answers(
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** The database has confirmed that these writes are there to stay. */
  void committed(String... writes) {
    for (String write : writes) {
      line("COMMITTED " + write);
    }
  }

  /** The database has confirmed that this write is undone, or has refused it. */
  void undone(String write) {
    line("ROLLED_BACK " + write);
  }

  /** What became of a write, and how long that took. */
  void timed(String outcome, String write, String rest) {
    line(outcome + " " + write + " " + rest.lines().findFirst().orElse(""));
  }

  /** A transaction or a connection has failed. */
  void failed(String thread, SQLException failure) {
    line(
        "FAILED "
            + thread
            + " "
            + failure.getSQLState()
            + " "
            + failure.getMessage().lines().findFirst().orElse(""));
  }

  private void line(String line) {
    try {
      file.write((line + "\n").getBytes(UTF_8)); // one call: whole or not at all
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
