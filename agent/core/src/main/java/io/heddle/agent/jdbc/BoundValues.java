package io.heddle.agent.jdbc;

import io.heddle.agent.operation.JsonText;
import java.util.Arrays;

/**
 * The values bound to the parameters of one prepared statement, as JSON. They are written down when
 * they are bound, for a date or an array may be another a moment later.
 *
 * <p>Bound: {@link #MOST} parameters of about {@link #MOST_CHARS} characters. Used by the thread
 * that uses the statement.
 */
final class BoundValues {
  static final int MOST = 256;
  static final int MOST_CHARS = 1_024;

  private static final String UNSEEN = "{\"unseen\":true}";

  private String[] values = new String[8];
  private int count;
  private boolean isCut;

  /**
   * A parameter has a value.
   *
   * @param index from 1 up
   */
  void bind(int index, Object value) {
    if (index < 1 || index > MOST) {
      isCut |= index > MOST;
      return;
    }
    if (index > values.length) {
      values = Arrays.copyOf(values, Math.min(MOST, Math.max(index, 2 * values.length)));
    }
    values[index - 1] = JsonText.ofValue(value, MOST_CHARS);
    count = Math.max(count, index);
  }

  void clear() {
    Arrays.fill(values, null);
    count = 0;
    isCut = false;
  }

  /** A list in the order of the parameters; one that was bound unseen says so. */
  String json() {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : ",").append(values[i] == null ? UNSEEN : values[i]);
    }
    return json.append(isCut ? (count == 0 ? "" : ",") + "{\"more\":true}" : "")
        .append(']')
        .toString();
  }

  boolean isEmpty() {
    return count == 0;
  }
}
