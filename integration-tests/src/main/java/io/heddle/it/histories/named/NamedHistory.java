package io.heddle.it.histories.named;

import io.heddle.it.histories.engine.Engine;
import io.heddle.it.histories.engine.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A history, and what is right.
 *
 * @param name the symptom that it once showed
 * @param history its steps
 * @param fates of its writes, by slot
 * @param refusals for each step what the driver's exception contains; empty: there is none
 */
public record NamedHistory(
    String name, History history, Map<Integer, Fate> fates, List<String> refusals) {
  /** All of an engine, numbered from 0; empty if there are none. */
  public static List<NamedHistory> of(Engine engine) {
    List<Story> stories =
        switch (engine) {
          case POSTGRESQL -> PostgresqlStories.all();
          case H2 -> H2Stories.all();
          case H2_REMOTE -> H2Stories.ofServers();
          case SQLITE -> SqliteStories.all();
          case DUCKDB -> DuckdbStories.all();
          case FIREBIRD -> FirebirdStories.all();
          case MARIADB -> MariadbStories.ofItsConnector();
          case MYSQL -> MariadbStories.ofMySqlsConnector();
          default -> List.of();
        };
    List<NamedHistory> histories = new ArrayList<>(stories.size());
    for (Story story : stories) {
      histories.add(story.told(engine, histories.size()));
    }
    return histories;
  }

  @Override
  public String toString() {
    return name;
  }
}
