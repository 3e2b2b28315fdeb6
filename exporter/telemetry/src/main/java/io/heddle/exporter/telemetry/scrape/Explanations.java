package io.heddle.exporter.telemetry.scrape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Why a tenant is treated as it is: a line from each part that decides something about tenants. */
public final class Explanations {
  private final List<UnaryOperator<String>> parts = new CopyOnWriteArrayList<>();
  private final List<Function<String, Map<String, Number>>> figures = new CopyOnWriteArrayList<>();

  /**
   * Adds a part.
   *
   * @param part takes a tenant's ID and answers in a sentence or a few, one a line; called on the
   *     page's thread, with whatever ID somebody typed
   */
  public void add(UnaryOperator<String> part) {
    parts.add(part);
  }

  /**
   * Adds figures for a program: what the sentences say, by names that stay.
   *
   * @param part takes a tenant's ID; called as those of {@link #add} are
   */
  public void addFigures(Function<String, Map<String, Number>> part) {
    figures.add(part);
  }

  /** All figures about a tenant, in the order in which they were added. */
  Map<String, Number> figures(String tenant) {
    Map<String, Number> all = new LinkedHashMap<>();
    figures.forEach(part -> all.putAll(part.apply(tenant)));
    return all;
  }

  /** All that is to be said about a tenant, a line for each sentence. */
  String about(String tenant) {
    StringBuilder lines = new StringBuilder();
    for (UnaryOperator<String> part : parts) {
      lines.append(lines.isEmpty() ? "" : "\n").append(part.apply(tenant));
    }
    return lines.toString();
  }
}
