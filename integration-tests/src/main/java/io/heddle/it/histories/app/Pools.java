package io.heddle.it.histories.app;

import io.heddle.it.histories.engine.SourceKind;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Pools of one connection, else with their defaults. By name, as frameworks make them: an
 * application has one of them.
 */
final class Pools {
  private static final String AGROAL = "io.agroal.api.";

  private Pools() {}

  static DataSource of(SourceKind kind, String url, String user, String password)
      throws SQLException {
    try {
      return switch (kind) {
        case HIKARI ->
            new Bean("com.zaxxer.hikari.HikariDataSource")
                .set("JdbcUrl", url)
                .set("Username", user)
                .set("Password", password)
                .set("MaximumPoolSize", 1)
                .made();
        case DBCP2 ->
            new Bean("org.apache.commons.dbcp2.BasicDataSource")
                .set("Url", url)
                .set("Username", user)
                .set("Password", password)
                .set("MaxTotal", 1)
                .made();
        case TOMCAT ->
            new Bean("org.apache.tomcat.jdbc.pool.DataSource")
                .set("Url", url)
                .set("Username", user)
                .set("Password", password)
                .set("InitialSize", 1)
                .set("MaxActive", 1)
                .made();
        case C3P0 ->
            new Bean("com.mchange.v2.c3p0.ComboPooledDataSource")
                .set("JdbcUrl", url)
                .set("User", user)
                .set("Password", password)
                .set("InitialPoolSize", 1)
                .set("MinPoolSize", 1)
                .set("MaxPoolSize", 1)
                .set("CheckoutTimeout", 1_000)
                // Else it rolls back on a thread of its own, some time after close() has returned.
                .set("ForceSynchronousCheckins", true)
                .made();
        case DRUID ->
            new Bean("com.alibaba.druid.pool.DruidDataSource")
                // Of a URL that it cannot guess the driver of, as DuckDB's, it waits for ever.
                .set("DriverClassName", DriverManager.getDriver(url).getClass().getName())
                .set("MaxWait", 5_000L)
                .set("Url", url)
                .set("Username", user)
                .set("Password", password)
                .set("MaxActive", 1)
                .made();
        case AGROAL -> agroal(url, user, password);
        case VIBUR ->
            new Bean("org.vibur.dbcp.ViburDBCPDataSource")
                .set("JdbcUrl", url)
                .set("Username", user)
                .set("Password", password)
                .set("PoolInitialSize", 1)
                .set("PoolMaxSize", 1)
                .call("start")
                .made();
        default -> throw new IllegalArgumentException(kind + " is no pool");
      };
    } catch (ReflectiveOperationException failure) {
      throw new SQLException(failure);
    }
  }

  private static DataSource agroal(String url, String user, String password)
      throws ReflectiveOperationException {
    Map<String, String> properties =
        Map.of(
            "jdbcUrl", url,
            "principal", user,
            "credential", password,
            "maxSize", "1",
            "acquisitionTimeout_s", "5");
    Object reader =
        Class.forName(AGROAL + "configuration.supplier.AgroalPropertiesReader")
            .getConstructor()
            .newInstance();
    reader.getClass().getMethod("readProperties", Map.class).invoke(reader, properties);
    Object configuration = reader.getClass().getMethod("get").invoke(reader);
    Class<?> type = Class.forName(AGROAL + "configuration.AgroalDataSourceConfiguration");
    Class<?> listener = Class.forName(AGROAL + "AgroalDataSourceListener");
    return (DataSource)
        Class.forName(AGROAL + "AgroalDataSource")
            .getMethod("from", type, listener.arrayType())
            .invoke(null, configuration, Array.newInstance(listener, 0));
  }

  /** A data source whose properties are set by name. */
  private static final class Bean {
    private final Object made;

    Bean(String type) throws ReflectiveOperationException {
      made = Class.forName(type).getConstructor().newInstance();
    }

    Bean set(String property, Object value) throws ReflectiveOperationException {
      for (Method method : made.getClass().getMethods()) {
        if (method.getName().equals("set" + property)
            && method.getParameterCount() == 1
            && takes(method.getParameterTypes()[0], value)) {
          method.invoke(made, value);
          return this;
        }
      }
      throw new NoSuchMethodException("set" + property + " of " + made.getClass());
    }

    private static boolean takes(Class<?> type, Object value) {
      return type.isInstance(value)
          || type == int.class && value instanceof Integer
          || type == long.class && value instanceof Long
          || type == boolean.class && value instanceof Boolean;
    }

    Bean call(String method) throws ReflectiveOperationException {
      try {
        made.getClass().getMethod(method).invoke(made);
      } catch (InvocationTargetException failure) {
        throw new ReflectiveOperationException(failure.getCause());
      }
      return this;
    }

    DataSource made() {
      return (DataSource) made;
    }
  }
}
