package io.heddle.it.histories.app;

import io.heddle.it.histories.engine.Engine;
import io.heddle.it.histories.engine.SourceKind;
import io.heddle.it.histories.step.Source;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Makes the sources of an engine's connections. */
final class Sources {
  private final Engine engine;
  private final String url;
  private final String user;
  private final String password;

  Sources(Engine engine, String url, String user, String password) {
    this.engine = engine;
    this.url = url;
    this.user = user;
    this.password = password;
  }

  Source of(SourceKind kind, int variant) throws SQLException {
    String address = url + engine.variants().get(variant);
    return switch (kind) {
      case DRIVER -> () -> DriverManager.getConnection(address, user, password);
      case XA -> new XaSource(XaDataSources.of(engine, address, user, password));
      default -> new PooledSource(Pools.of(kind, address, user, password));
    };
  }
}
