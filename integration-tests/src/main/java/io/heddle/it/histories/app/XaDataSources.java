package io.heddle.it.histories.app;

import io.heddle.it.histories.engine.Engine;
import java.lang.reflect.Method;
import java.sql.SQLException;
import javax.sql.XADataSource;

/** Each driver's {@code XADataSource}, by its name: an application has one driver of many. */
final class XaDataSources {
  private XaDataSources() {}

  static XADataSource of(Engine engine, String url, String user, String password)
      throws SQLException {
    String name =
        switch (engine) {
          case H2, H2_REMOTE -> "org.h2.jdbcx.JdbcDataSource";
          case HSQLDB -> "org.hsqldb.jdbc.pool.JDBCXADataSource";
          case DERBY -> "org.apache.derby.jdbc.EmbeddedXADataSource";
          case POSTGRESQL -> "org.postgresql.xa.PGXADataSource";
          case MARIADB -> "org.mariadb.jdbc.MariaDbDataSource";
          case MYSQL -> "com.mysql.cj.jdbc.MysqlXADataSource";
          case FIREBIRD -> "org.firebirdsql.ds.FBXADataSource";
          default -> throw new IllegalArgumentException(engine + " has none");
        };
    try {
      Object source = Class.forName(name).getConstructor().newInstance();
      if (engine == Engine.DERBY) {
        String database = url.replace("jdbc:derby:", "").replaceAll(";.*", "");
        set(source, "setDatabaseName", database);
      } else if (engine == Engine.FIREBIRD) {
        set(
            source,
            "setDatabaseName",
            url.replace("jdbc:firebirdsql:", "").replaceAll("\\?.*", ""));
      } else {
        set(source, engine == Engine.H2 || engine == Engine.H2_REMOTE ? "setURL" : "setUrl", url);
      }
      if (!user.isEmpty()) { // else the URL names it
        set(source, "setUser", user);
        set(source, "setPassword", password);
      }
      return (XADataSource) source;
    } catch (ReflectiveOperationException failure) {
      throw new SQLException(failure);
    }
  }

  private static void set(Object source, String setter, String value)
      throws ReflectiveOperationException {
    Method method = source.getClass().getMethod(setter, String.class);
    method.invoke(source, value);
  }
}
