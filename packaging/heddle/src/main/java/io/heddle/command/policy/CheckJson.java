package io.heddle.command.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heddle.sampler.policy.file.Reading;
import io.heddle.sampler.policy.yaml.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The result for a program: {@code file}, {@code valid}, {@code revision} if it is, and the {@code
 * problems}.
 */
final class CheckJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private CheckJson() {}

  static void print(Path file, Reading reading, PrintWriter out) {
    ObjectNode root = JSON.createObjectNode();
    root.put("file", file.toString());
    root.put("valid", reading instanceof Reading.Accepted);
    if (reading instanceof Reading.Accepted accepted) {
      root.put("revision", accepted.policy().revision());
    }
    ArrayNode array = root.putArray("problems");
    if (reading instanceof Reading.Refused refused) {
      for (Problem problem : refused.problems()) {
        array
            .addObject()
            .put("line", problem.place().line())
            .put("column", problem.place().column())
            .put("key", problem.key())
            .put("value", problem.value())
            .put("expected", problem.expected());
      }
    }
    try {
      out.println(JSON.writeValueAsString(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
