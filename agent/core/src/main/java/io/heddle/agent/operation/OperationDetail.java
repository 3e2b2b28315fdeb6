package io.heddle.agent.operation;

import java.util.ArrayList;
import java.util.List;

/**
 * What a policy asks to keep of an operation beyond its record: never as it is, only sealed.
 * Written by the thread that runs the operation, until it has ended.
 *
 * <p>Bound: {@link #MOST_CHARS} of values; what is beyond is left out, and the detail says so.
 */
public final class OperationDetail {
  /** More could not be sealed: a record has no room for it. */
  public static final int MOST_CHARS = 8_192;

  private static final String CUT = ",\"cut\":true";
  private static final int SMALLEST = 64;

  private final List<String> executions = new ArrayList<>(1);
  private int length;
  private boolean isCut;
  private String sql = "";
  private String actor = "";

  /** Keeps who did it. */
  void actedBy(String name) {
    actor = name;
  }

  /** Keeps a statement as it was given to the driver. */
  public void ofStatement(String text) {
    sql = text;
  }

  /**
   * Keeps what one execution's parameters were.
   *
   * @param values JSON, a list
   */
  public void execution(String values) {
    if (length + values.length() + 1 > MOST_CHARS) {
      isCut = true;
    } else {
      executions.add(values);
      length += values.length() + 1;
    }
  }

  /** All of it as JSON in ASCII, at most {@code most} bytes; empty if there is no room for any. */
  public String json(int most) {
    if (most < SMALLEST) {
      return "";
    }
    StringBuilder json = new StringBuilder("{");
    boolean isWhole = !isCut;
    int end = most - CUT.length() - 1;
    if (!actor.isEmpty()) {
      isWhole &= member(json, "actor", actor, end / 2);
    }
    if (!sql.isEmpty()) {
      // Values tell more than a long statement's end.
      isWhole &= member(json, "sql", sql, Math.max((end - json.length()) / 2, end - room()));
    }
    isWhole &= values(json, end);
    return json.append(isWhole ? "" : json.length() > 1 ? CUT : CUT.substring(1))
        .append('}')
        .toString();
  }

  /** What the values would take. */
  private int room() {
    return executions.isEmpty() ? 0 : length + 12;
  }

  /** Appends a text up to about {@code end}; false if it was cut or left out. */
  private static boolean member(StringBuilder json, String name, String text, int end) {
    int before = json.length();
    json.append(before > 1 ? ",\"" : "\"").append(name).append("\":");
    int most = end - json.length();
    if (most < 2) {
      json.setLength(before);
      return false;
    }
    return JsonText.quote(json, text, most);
  }

  private boolean values(StringBuilder json, int end) {
    String head = json.length() > 1 ? ",\"values\":[" : "\"values\":[";
    int before = json.length();
    int kept = 0;
    json.append(head);
    for (String values : executions) {
      if (json.length() + values.length() + 2 > end) {
        break;
      }
      json.append(kept++ > 0 ? "," : "").append(values);
    }
    if (kept == 0) {
      json.setLength(before);
    } else {
      json.append(']');
    }
    return kept == executions.size();
  }
}
