package io.heddle.it.histories.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** Pools of one connection, else with their defaults. */
final class Pools {
  private Pools() {}

  static DataSource hikari(String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }
}
