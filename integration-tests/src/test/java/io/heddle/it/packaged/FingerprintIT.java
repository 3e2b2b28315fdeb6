package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command compares the rows of two servers, with drivers that it does not bring. */
class FingerprintIT {
  private static final List<String> ROWS =
      List.of(
          "INSERT INTO orders VALUES (1, 'größe', 12.50, 0.1, TRUE, '2026-11-21', '02:17:00.25',"
              + " '2026-11-21 02:17:00.123456', '2026-11-21 02:17:00+01:00', 'a',"
              + " '0af76519-16cd-43dd-8448-eb211c80319c')",
          "INSERT INTO orders (id) VALUES (-9223372036854775808)");

  @TempDir Path folder;

  @Test
  void comparesPostgresqlWithH2() throws Exception {
    String postgresql = Database.POSTGRESQL.newUrl(folder);
    String h2 = Database.H2.newUrl(folder).replace(";DB_CLOSE_ON_EXIT=FALSE", "");
    fill(
        postgresql,
        "CREATE TABLE orders (id BIGINT PRIMARY KEY, item TEXT, amount NUMERIC, rate DOUBLE"
            + " PRECISION, paid BOOLEAN, d DATE, t TIME, s TIMESTAMP, z TIMESTAMPTZ, code CHAR(5),"
            + " uid UUID)");
    fill(
        h2,
        "CREATE TABLE orders (id BIGINT PRIMARY KEY, item VARCHAR, amount DECIMAL(20, 6), rate"
            + " DOUBLE PRECISION, paid BOOLEAN, d DATE, t TIME(6), s TIMESTAMP(6), z TIMESTAMP WITH"
            + " TIME ZONE, code CHAR(5), uid UUID)");

    try (Jvm same = compare(postgresql, h2)) {
      assertThat(same.awaitExit()).as("%s", same.describe()).isZero();
      assertThat(same.stdout()).contains("rows         2", "same         2");
    }
    run(h2, "UPDATE orders SET s = '2026-11-21 02:17:00.123457' WHERE id = 1");
    try (Jvm other = compare(postgresql, h2)) {
      assertThat(other.awaitExit()).isEqualTo(4);
      assertThat(other.stdout()).contains("different            id=1", "same         1");
    }
  }

  private Jvm compare(String first, String second) throws Exception {
    return ArchiveReader.of(Jdks.newest(), AgentHome.in(folder), folder)
        .run(
            "audit",
            "fingerprint",
            "--jdbc-url",
            first,
            "--table",
            "public.orders",
            "--driver",
            jar("postgresql-"),
            "--driver",
            jar("h2-"),
            "--against",
            second);
  }

  private static void fill(String url, String table) throws SQLException {
    run(url, table);
    for (String row : ROWS) {
      run(url, row);
    }
  }

  private static void run(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String jar(String prefix) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> Path.of(entry).getFileName().toString().startsWith(prefix))
        .findFirst()
        .orElseThrow();
  }
}
