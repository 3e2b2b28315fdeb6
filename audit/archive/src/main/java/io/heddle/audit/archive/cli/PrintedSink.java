package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.export.OperationSink;
import io.heddle.audit.archive.query.ArchivedOperation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Exports with a printer, whose stream keeps failures to itself until it is asked. */
final class PrintedSink implements OperationSink {
  private static final int RECORDS_BETWEEN_CHECKS = 1_000;

  private final PrintWriter out;
  private final Printer printer;
  private long count;

  PrintedSink(Format format, Writer writer) {
    out = new PrintWriter(writer);
    printer = format.printer(out);
    printer.begin();
  }

  @Override
  public void take(ArchivedOperation operation) throws IOException {
    printer.print(operation);
    count++;
    if (count % RECORDS_BETWEEN_CHECKS == 0) {
      check();
    }
  }

  @Override
  public void close() throws IOException {
    printer.end(count);
    check();
    out.close();
  }

  private void check() throws IOException {
    if (out.checkError()) {
      throw new IOException("the disk is full, or nobody reads it any more");
    }
  }
}
