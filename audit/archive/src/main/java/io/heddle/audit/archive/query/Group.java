package io.heddle.audit.archive.query;

import java.util.List;

/**
 * Operations that are alike in some dimensions.
 *
 * @param values of the dimensions, in the order they were asked for
 * @param count how many operations
 */
public record Group(List<Object> values, long count) {
  /** Takes the values as they are now. */
  public Group {
    values = List.copyOf(values);
  }
}
