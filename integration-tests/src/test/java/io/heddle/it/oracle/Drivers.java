package io.heddle.it.oracle;

import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Database;
import io.heddle.it.histories.engine.Engine;
import java.nio.file.Path;
import java.util.List;

/** The drivers there are. */
enum Drivers implements Driver {
  H2(Engine.H2) {
    @Override
    public String newUrl(Path folder) {
      return "jdbc:h2:mem:histories;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=50";
    }
  },
  SQLITE(Engine.SQLITE) {
    @Override
    public String newUrl(Path folder) {
      return "jdbc:sqlite:"
          + folder.resolve("histories.sqlite")
          + "?journal_mode=WAL&synchronous=OFF&busy_timeout=20";
    }
  },
  POSTGRESQL(Engine.POSTGRESQL) {
    @Override
    public String newUrl(Path folder) {
      return Database.POSTGRESQL.newUrl(folder) + "&options=-c%20lock_timeout=150";
    }
  };

  private final Engine engine;

  Drivers(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public List<Path> classPath() {
    return ClassPath.ofApplications();
  }
}
