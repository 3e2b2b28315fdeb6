package io.heddle.exporter.telemetry.scrape;

import java.util.Map;

/** An explanation for a program: the tenant, the figures, and a sentence for each line. */
final class ExplanationJson {
  private ExplanationJson() {}

  static String of(String tenant, Map<String, Number> figures, String lines) {
    StringBuilder json = new StringBuilder("{\"tenant\":");
    quote(json, tenant);
    figures.forEach((name, figure) -> json.append(",\"").append(name).append("\":").append(figure));
    json.append(",\"explanation\":[");
    String separator = "";
    for (String line : lines.split("\n")) {
      json.append(separator);
      quote(json, line);
      separator = ",";
    }
    return json.append("]}").toString();
  }

  /** RFC 8259, section 7; in ASCII. */
  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          json.append(Character.forDigit(c >> shift & 15, 16));
        }
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
