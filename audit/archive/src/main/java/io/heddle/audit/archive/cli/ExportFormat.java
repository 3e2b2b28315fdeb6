package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.export.OcsfSink;
import io.heddle.audit.archive.export.OperationSink;
import io.heddle.audit.archive.export.ParquetSink;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The formats of {@code export}. */
enum ExportFormat {
  /** One JSON object a line, every field. */
  ndjson,
  /** RFC 4180, with a header. */
  csv,
  /** Events of class 6003 of the Open Cybersecurity Schema Framework, one a line. */
  ocsf,
  /** Apache Parquet. */
  parquet;

  /** Opens a file, which is replaced if it is there. */
  OperationSink sink(Path file) throws IOException {
    return this == parquet ? new ParquetSink(file) : sink(writer(file));
  }

  /**
   * Writes to {@code out}.
   *
   * @throws IllegalArgumentException if the format needs a file
   */
  OperationSink sink(Writer out) throws IOException {
    return switch (this) {
      case ndjson -> new PrintedSink(Format.ndjson, out);
      case csv -> new PrintedSink(Format.csv, out);
      case ocsf -> new OcsfSink(new ControlEscaper(out));
      case parquet -> throw new IllegalArgumentException("parquet needs a file, not a stream");
    };
  }

  private static Writer writer(Path file) throws IOException {
    return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }
}
