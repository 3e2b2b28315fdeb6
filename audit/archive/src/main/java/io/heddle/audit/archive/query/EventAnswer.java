package io.heddle.audit.archive.query;

import java.util.List;
import java.util.Set;

/**
 * The events that were asked for.
 *
 * @param events in the order asked for
 * @param kinds the kinds of all events there are where they were looked for
 */
public record EventAnswer(List<ArchivedEvent> events, Set<String> kinds) {
  /** Keeps copies. */
  public EventAnswer {
    events = List.copyOf(events);
    kinds = Set.copyOf(kinds);
  }
}
