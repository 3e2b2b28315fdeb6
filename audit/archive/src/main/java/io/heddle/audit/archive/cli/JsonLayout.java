package io.heddle.audit.archive.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** How every JSON of this package is laid out: indented as one array, or one object a line. */
final class JsonLayout {
  private JsonLayout() {}

  static JsonGenerator on(PrintWriter out, boolean isArray) {
    try {
      JsonGenerator json = new JsonFactory().createGenerator(new ControlEscaper(out));
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      if (isArray) {
        json.useDefaultPrettyPrinter();
      } else {
        json.setPrettyPrinter(new MinimalPrettyPrinter("")); // lines are ended, not separated
      }
      return json;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Ends an object that has a line to itself, so that whoever reads lines has it at once. */
  static void endLine(JsonGenerator json) throws IOException {
    json.writeRaw('\n');
  }
}
