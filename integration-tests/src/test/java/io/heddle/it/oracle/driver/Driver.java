package io.heddle.it.oracle.driver;

import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Repository;
import io.heddle.it.histories.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A driver, and the database behind it; {@code --driver} names it. */
public enum Driver {
  /** In the application's process, in memory. */
  H2(Engine.H2, 3000) {
    @Override
    public String newUrl(Path folder) {
      return "jdbc:h2:mem:histories;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=50";
    }
  },
  /** In this process, over a loopback connection. */
  H2_REMOTE(Engine.H2_REMOTE, 250) {
    @Override
    public String newUrl(Path folder) {
      return "jdbc:h2:tcp://127.0.0.1:"
          + H2Server.port()
          + "/mem:"
          + folder.getFileName()
          + System.nanoTime()
          + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=50";
    }
  },
  /** A file. */
  SQLITE(Engine.SQLITE, 1000) {
    @Override
    public String newUrl(Path folder) {
      return "jdbc:sqlite:"
          + folder.resolve("histories.sqlite")
          + "?journal_mode=WAL&synchronous=OFF&busy_timeout=20";
    }
  },
  /** With the newest pgjdbc. */
  POSTGRESQL(Engine.POSTGRESQL, 300) {
    @Override
    public String newUrl(Path folder) {
      return Database.POSTGRESQL.newUrl(folder) + "&options=-c%20lock_timeout=150";
    }
  },
  /** With the last pgjdbc whose XA connections switch auto-commit off. */
  POSTGRESQL_42_7_11(Engine.POSTGRESQL, 150, "postgresql-42.7.11") {
    @Override
    public String newUrl(Path folder) throws IOException, InterruptedException {
      return POSTGRESQL.newUrl(folder);
    }

    @Override
    public List<Path> classPath(Jdk jdk) {
      List<Path> entries = new ArrayList<>(super.classPath(jdk));
      entries.removeIf(
          jar -> jar.getFileName().toString().startsWith("postgresql-") && !isOfHistories(jar));
      return entries;
    }
  },
  /** In the application's process, in memory. */
  HSQLDB(Engine.HSQLDB, 1000, "hsqldb-") {
    @Override
    public String newUrl(Path folder) {
      return "jdbc:hsqldb:mem:histories";
    }

    @Override
    public String user() {
      return "SA";
    }

    @Override
    public List<String> classes() {
      return List.of(
          "org.hsqldb.jdbc.JDBCConnection",
          "org.hsqldb.jdbc.JDBCStatement",
          "org.hsqldb.jdbc.JDBCPreparedStatement",
          "org.hsqldb.jdbc.JDBCCallableStatement");
    }
  },
  /** In the application's process, in memory; the newest that the JDK runs. */
  DERBY(Engine.DERBY, 300) {
    @Override
    public String newUrl(Path folder) {
      return "jdbc:derby:memory:histories;create=true";
    }

    @Override
    List<String> jars(Jdk jdk) {
      String version = jdk.feature() >= 21 ? "10.17" : "10.16";
      return List.of("derby-" + version, "derbyshared-" + version, "derbytools-" + version);
    }

    @Override
    public List<String> options() {
      return List.of(
          "-Dderby.locks.waitTimeout=1",
          "-Dderby.locks.deadlockTimeout=1",
          "-Dderby.stream.error.file=derby.log");
    }

    @Override
    public List<String> classes() {
      return List.of(
          "org.apache.derby.impl.jdbc.EmbedConnection",
          "org.apache.derby.impl.jdbc.EmbedStatement",
          "org.apache.derby.impl.jdbc.EmbedPreparedStatement",
          "org.apache.derby.impl.jdbc.EmbedPreparedStatement42",
          "org.apache.derby.impl.jdbc.EmbedCallableStatement",
          "org.apache.derby.impl.jdbc.EmbedCallableStatement42");
    }
  },
  /** A file. */
  DUCKDB(Engine.DUCKDB, 250, "duckdb_jdbc-") {
    @Override
    public String newUrl(Path folder) {
      return "jdbc:duckdb:" + folder.resolve("histories.duckdb");
    }

    @Override
    public List<String> classes() {
      return List.of("org.duckdb.DuckDBConnection", "org.duckdb.DuckDBPreparedStatement");
    }
  },
  /** MariaDB with its own connector. */
  MARIADB(Engine.MARIADB, 250, "mariadb-java-client-") {
    @Override
    public String missing() {
      return MariadbServer.missing();
    }

    @Override
    public String newUrl(Path folder) throws IOException, InterruptedException {
      return "jdbc:mariadb://127.0.0.1:"
          + MariadbServer.port()
          + "/m"
          + System.nanoTime()
          + "?createDatabaseIfNotExist=true&allowMultiQueries=true"
          // 3.5.11 waits for ever in a prepared batch behind a text whose second statement failed.
          + "&socketTimeout=4000";
    }

    @Override
    public String user() {
      return MariadbServer.USER;
    }

    @Override
    public List<String> classes() {
      return List.of(
          "org.mariadb.jdbc.Connection",
          "org.mariadb.jdbc.Statement",
          "org.mariadb.jdbc.BasePreparedStatement",
          "org.mariadb.jdbc.ClientPreparedStatement",
          "org.mariadb.jdbc.ServerPreparedStatement",
          "org.mariadb.jdbc.BaseCallableStatement",
          "org.mariadb.jdbc.ProcedureStatement",
          "org.mariadb.jdbc.FunctionStatement");
    }
  },
  /** MariaDB with MySQL's connector. */
  MYSQL(Engine.MYSQL, 200, "mysql-connector-j-") {
    @Override
    public String missing() {
      return MariadbServer.missing();
    }

    @Override
    public String newUrl(Path folder) throws IOException, InterruptedException {
      return "jdbc:mysql://127.0.0.1:"
          + MariadbServer.port()
          + "/m"
          + System.nanoTime()
          + "?createDatabaseIfNotExist=true&allowMultiQueries=true&sslMode=DISABLED";
    }

    @Override
    public String user() {
      return MariadbServer.USER;
    }

    @Override
    public List<String> classes() {
      return List.of(
          "com.mysql.cj.jdbc.ConnectionImpl",
          "com.mysql.cj.jdbc.StatementImpl",
          "com.mysql.cj.jdbc.ClientPreparedStatement",
          "com.mysql.cj.jdbc.ServerPreparedStatement",
          "com.mysql.cj.jdbc.CallableStatement");
    }
  },
  /** Firebird with Jaybird. */
  FIREBIRD(Engine.FIREBIRD, 150, "jaybird-") {
    @Override
    public String missing() {
      return FirebirdServer.missing();
    }

    @Override
    public String newUrl(Path folder) throws IOException, InterruptedException {
      return FirebirdServer.newDatabase();
    }

    @Override
    public String user() {
      return FirebirdServer.USER;
    }

    @Override
    public String password() {
      return FirebirdServer.PASSWORD;
    }

    @Override
    public List<String> classes() {
      return List.of(
          "org.firebirdsql.jdbc.FBConnection",
          "org.firebirdsql.jdbc.FBStatement",
          "org.firebirdsql.jdbc.FBPreparedStatement",
          "org.firebirdsql.jdbc.FBCallableStatement");
    }
  };

  private static final Path JARS = Repository.file("integration-tests/target/drivers");

  /** What every application may have: its pools. */
  private static final List<String> POOLS =
      List.of(
          "commons-dbcp2-",
          "commons-pool2-",
          "commons-logging-",
          "jakarta.transaction-api-",
          "tomcat-jdbc-",
          "tomcat-juli-",
          "c3p0-",
          "mchange-commons-java-",
          "druid-",
          "agroal-",
          "vibur-");

  private final Engine engine;
  private final int shortRun;
  private final List<String> jars;

  Driver(Engine engine, int shortRun, String... jars) {
    this.engine = engine;
    this.shortRun = shortRun;
    this.jars = List.of(jars);
  }

  /** How histories are drawn and spelled for it. */
  public Engine engine() {
    return engine;
  }

  /** How many histories take some seconds. */
  public int shortRun() {
    return shortRun;
  }

  /** Whether its probe is to leave no doubt where nothing has failed. */
  public boolean isDecided() {
    return switch (engine) {
      case H2, SQLITE, POSTGRESQL, MARIADB, MYSQL -> true;
      default -> false;
    };
  }

  /** Why it cannot be run here; empty if it can. */
  public String missing() {
    return "";
  }

  /** The URL of a new, empty database; starts its server if need be. */
  public abstract String newUrl(Path folder) throws IOException, InterruptedException;

  /** Its user. */
  public String user() {
    return "";
  }

  /** Its user's password. */
  public String password() {
    return "";
  }

  /** What the agent must be told of its classes; empty if it knows them. */
  public List<String> classes() {
    return List.of();
  }

  /** Options of the application's JVM. */
  public List<String> options() {
    return List.of();
  }

  /** The beginnings of its jars' names. */
  List<String> jars(Jdk jdk) {
    return jars;
  }

  /** The class path of the application. */
  public List<Path> classPath(Jdk jdk) {
    List<Path> entries = new ArrayList<>(ClassPath.ofApplications());
    List<String> wanted = new ArrayList<>(POOLS);
    wanted.addAll(jars(jdk));
    try (Stream<Path> files = Files.list(JARS)) {
      files
          .filter(jar -> wanted.stream().anyMatch(jar.getFileName().toString()::startsWith))
          .sorted()
          .forEach(entries::add);
    } catch (IOException failure) {
      throw new IllegalStateException("build integration-tests first", failure);
    }
    return entries;
  }

  private static boolean isOfHistories(Path jar) {
    return jar.startsWith(JARS);
  }
}
