package io.heddle.it.oracle;

import io.heddle.it.histories.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A driver to run histories on, and the database behind it. */
interface Driver {
  /** As {@code --driver} names it. */
  String name();

  /** How histories are drawn and spelled for it. */
  Engine engine();

  /** The class path of the application. */
  List<Path> classPath();

  /** What the agent must be told of its classes; empty if it knows them. */
  default List<String> classes() {
    return List.of();
  }

  /** Why it cannot be run here; empty if it can. */
  default String missing() {
    return "";
  }

  /** The URL of a new, empty database; starts its server if need be. */
  String newUrl(Path folder) throws IOException, InterruptedException;

  default String user() {
    return "";
  }

  default String password() {
    return "";
  }
}
