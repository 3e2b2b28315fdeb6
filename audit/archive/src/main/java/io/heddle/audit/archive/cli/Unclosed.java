package io.heddle.audit.archive.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;

/** A stream that outlives who writes to it, such as the standard output; a failure is thrown. */
final class Unclosed extends FilterWriter {
  private final PrintWriter stream;

  Unclosed(PrintWriter stream) {
    super(stream);
    this.stream = stream;
  }

  @Override
  public void flush() throws IOException {
    if (stream.checkError()) { // flushes as well
      throw new IOException("the standard output is closed");
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
