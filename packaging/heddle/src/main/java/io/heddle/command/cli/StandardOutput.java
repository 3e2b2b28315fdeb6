package io.heddle.command.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * The standard output, which remembers why it could not be written to: a {@link PrintWriter} tells
 * nobody, and an answer that a full disk has cut must not look like a whole one.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private final BooleanSupplier isPipe;
  private String problem = "";

  /**
   * @param isPipe whether it is a pipe, which fails only because nobody reads it any more
   */
  StandardOutput(OutputStream out, BooleanSupplier isPipe) {
    this.out = out;
    this.isPipe = isPipe;
  }

  /** That of this process. */
  public static StandardOutput ofProcess() {
    return new StandardOutput(
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 13),
        StandardOutput::isPipeOfLinux);
  }

  /** In UTF-8: marks and lines of tables are beyond what every platform's default can say. */
  public PrintWriter writer() {
    return new PrintWriter(this, false, StandardCharsets.UTF_8);
  }

  /**
   * Why something could not be written; empty if all was, or if nobody wanted the rest, as behind a
   * closed pipe.
   */
  public String problem() {
    boolean isReaderGone =
        problem.equals("Broken pipe") || (!problem.isEmpty() && isPipe.getAsBoolean());
    return isReaderGone ? "" : problem;
  }

  /** Linux says what failed in the user's language, so the text alone does not tell. */
  private static boolean isPipeOfLinux() {
    try {
      String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return output.startsWith("pipe:") || output.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException elsewhere) {
      return false;
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException failure) {
      throw remembered(failure);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException failure) {
      throw remembered(failure);
    }
  }

  private IOException remembered(IOException failure) {
    problem = problem.isEmpty() ? String.valueOf(failure.getMessage()) : problem;
    return failure;
  }
}
