package io.heddle.agent.jdbc;

import io.heddle.agent.operation.WrittenValue;
import java.util.Arrays;

/**
 * The values bound to the parameters of one prepared statement, in their canonical form, which is
 * made when they are bound: an array may hold another a moment later.
 *
 * <p>Bound: {@link #MOST} parameters. Used by the thread that uses the statement.
 */
final class BoundRow {
  static final int MOST = 4_096;

  private WrittenValue[] values = new WrittenValue[8];

  /**
   * A parameter has a value.
   *
   * @param index from 1 up
   */
  void bind(int index, Object value) {
    if (index < 1 || index > MOST) {
      return;
    }
    if (index > values.length) {
      values = Arrays.copyOf(values, Math.min(MOST, Math.max(index, 2 * values.length)));
    }
    values[index - 1] = WrittenValue.of(value);
  }

  void clear() {
    Arrays.fill(values, null);
  }

  /** What a parameter's value is; unknown if nobody saw it bound. */
  WrittenValue at(int index) {
    WrittenValue value = index <= values.length ? values[index - 1] : null;
    return value == null ? WrittenValue.UNKNOWN : value;
  }
}
