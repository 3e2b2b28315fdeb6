package io.heddle.command.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Findings for a program: an object with {@code broken} and the {@code findings}. */
final class FindingsJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private FindingsJson() {}

  static void print(List<Finding> findings, PrintWriter out) {
    ObjectNode root = JSON.createObjectNode();
    root.put("broken", findings.stream().anyMatch(f -> f.verdict() == Finding.Verdict.BROKEN));
    ArrayNode array = root.putArray("findings");
    for (Finding finding : findings) {
      array
          .addObject()
          .put("verdict", finding.verdict().word)
          .put("subject", finding.subject())
          .put("detail", finding.detail())
          .put("advice", finding.advice());
    }
    try {
      out.println(JSON.writeValueAsString(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
