package io.heddle.it.truth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.Packaged;
import io.heddle.it.harness.TomcatApplication;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fingerprints of the rows that an application writes are those of the rows that PostgreSQL then
 * has, until somebody changes one by other means.
 */
class RowFingerprintIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String RULE =
      "{action: record, types: [create, update, delete], targets: [orders, ticket],"
          + " fingerprint: [id]%s}\n";

  @TempDir Path folder;

  private AgentHome home;
  private Path master;
  private String database;
  private int runs;

  @BeforeEach
  void newHome() throws Exception {
    master = folder.resolve("master");
    Files.write(master, "0123456789abcdef0123456789abcdef".getBytes(US_ASCII));
    Files.setPosixFilePermissions(master, PosixFilePermissions.fromString("rw-------"));
    home = AgentHome.in(folder).with("privacy.master-key", "file:" + master);
    Files.createDirectories(home.path());
    database = Database.POSTGRESQL.newUrl(folder);
  }

  @Test
  void namesTheRowsThatSomebodyChangedUnseen() throws Exception {
    policy(1, "");
    writeOrders(Jvm.on(Jdks.oldest()).agent(home), 1);

    Jvm untouched = compare("orders");
    assertThat(untouched.awaitExit()).as("%s", untouched.describe()).isZero();
    assertThat(untouched.stdout())
        .containsExactly("as recorded: 19", "as recorded in part: 1", "rows recorded: 24");
    Jvm tickets = compare("ticket");
    assertThat(tickets.awaitExit()).as("%s", tickets.describe()).isZero();
    assertThat(tickets.stdout()).containsExactly("as recorded: 2", "rows recorded: 2");
    assertThat(shown())
        .anySatisfy(
            prints -> {
              assertThat(prints.path("change").asText()).isEqualTo("inserted");
              assertThat(prints.path("rows").asInt()).isEqualTo(20);
              assertThat(prints.path("all").asBoolean()).isTrue();
              assertThat(prints.path("key_columns").asText()).isEqualTo("id");
              assertThat(prints.path("columns").asText())
                  .isEqualTo("amount,at,code,customer,due,note,paid,rate");
            })
        .anySatisfy(
            prints -> {
              assertThat(prints.path("columns").asText()).isEqualTo("amount");
              assertThat(prints.path("left_out").asText()).isEqualTo("at");
            });

    byHand(
        "UPDATE orders SET amount = amount + 0.01 WHERE id = 1",
        "UPDATE orders SET amount = 0 WHERE id = 2",
        "UPDATE orders SET note = 'x' WHERE id = 3",
        "INSERT INTO orders (id) VALUES (4)",
        "UPDATE orders SET due = NULL WHERE id = 5",
        "DELETE FROM orders WHERE id = 21",
        "INSERT INTO orders (id) VALUES (30)",
        "UPDATE ticket SET title = 'forged' WHERE title = 'first'");
    Jvm touched = compare("orders");
    assertThat(touched.awaitExit()).as("%s", touched.describe()).isEqualTo(4);
    assertThat(touched.stdout())
        .contains(
            "not as recorded      id=1",
            "not as recorded      id=2",
            "not as recorded      id=3",
            "not as recorded      id=4",
            "not as recorded      id=5",
            "never recorded       id=30",
            "as recorded: 15",
            "not as recorded: 5",
            "never recorded: 1",
            "recorded, but gone: 1")
        .anyMatch(line -> line.startsWith("recorded, but gone   record at-"));
    Jvm forged = compare("ticket");
    assertThat(forged.awaitExit()).isEqualTo(4);
    assertThat(forged.stdout())
        .contains(
            "never recorded       id=1",
            "as recorded: 1",
            "inserted without a key, changed or gone: 1");
  }

  @Test
  void nobodyCanGuessARowWhereDetailIsEncryptedButTheMasterKeyFindsIt() throws Exception {
    policy(1, ", detail: encrypted");
    writeOrders(Jvm.on(Jdks.newest()).agent(home), 1);

    Jvm untouched = compare("orders");
    assertThat(untouched.awaitExit()).as("%s", untouched.describe()).isZero();
    assertThat(untouched.stdout()).contains("as recorded: 19", "as recorded in part: 1");
    assertThat(shown())
        .isNotEmpty()
        .allSatisfy(
            prints -> {
              assertThat(prints.has("sha256")).isFalse();
              assertThat(prints.path("hmac_sha256").asText()).isNotEmpty();
            });
    byHand("UPDATE orders SET amount = 0 WHERE id = 7");
    Jvm touched = compare("orders");
    assertThat(touched.awaitExit()).isEqualTo(4);
    assertThat(touched.stdout()).contains("not as recorded      id=7", "not as recorded: 1");

    Jvm erased = run("audit", "erase", "--yes", "--tenant", "acme", "--reason", "art. 17");
    assertThat(erased.awaitExit()).as("%s", erased.describe()).isZero();
    Jvm after = compare("orders");
    assertThat(after.awaitExit()).as("%s", after.describe()).isZero();
    assertThat(after.stdout()).contains("unclear: 20", "rows recorded: 0");
  }

  @Test
  void loadsNothingOfItUntilAPolicyAsks() throws Exception {
    Files.writeString(home.path().resolve("policy.yaml"), "version: 1\nrevision: 1\n");
    Path classes = folder.resolve("classes.log");
    writeOrders(
        Jvm.on(Jdks.newest()).option("-Xlog:class+load:file=" + classes + ":none").agent(home), 1);
    assertThat(Files.readAllLines(classes))
        .noneMatch(line -> line.contains("io.heddle.audit.spool.row."))
        .noneMatch(line -> line.contains(".WrittenRows") || line.contains(".WrittenValue"))
        .noneMatch(line -> line.contains(".RowParser") || line.contains(".RowStatement"))
        .noneMatch(line -> line.contains("advice.BindValue"))
        .anyMatch(line -> line.contains("io.heddle.agent.jdbc.StatementCapture"));
    Jvm unknown = compare("orders");
    assertThat(unknown.awaitExit()).as("%s", unknown.describe()).isZero();
    assertThat(unknown.stdout()).contains("unclear: 20", "rows recorded: 0");
  }

  private void writeOrders(JvmCommand command, int revision) throws Exception {
    try (Application application =
        TomcatApplication.start(
            command.environment("OTEL_TRACES_EXPORTER", "none"),
            "tomcat",
            database,
            Database.POSTGRESQL.connections(),
            folder)) {
      Eventually.holds("the policy", PATIENCE, () -> isReady(revision));
      for (String path : List.of("/create-orders", "/write-orders")) {
        assertThat(application.send(Call.of("POST", path).tenant("acme")).status()).isEqualTo(200);
      }
      assertThat(application.jvm().terminate().awaitExit()).isEqualTo(143);
      assertThat(application.jvm().stderr()).allMatch(line -> line.startsWith("heddle: "));
    }
  }

  private boolean isReady(int revision) {
    try {
      MetricsPage page = MetricsPage.scrape(home.metricsPort());
      boolean keyed = Files.readString(home.path().resolve("policy.yaml")).contains("encrypted");
      return page.sum("heddle_policy_revision") == revision
          && (!keyed || page.has("heddle_audit_tenant_keys_total"));
    } catch (UncheckedIOException notYet) {
      return false;
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private void policy(int revision, String more) throws IOException {
    Files.writeString(
        home.path().resolve("policy.yaml"),
        "version: 1\nrevision: " + revision + "\naudit:\n  rules:\n    - " + RULE.formatted(more));
  }

  private void byHand(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
      }
    }
  }

  /** What is shown of the rows of each operation that has some. */
  private List<JsonNode> shown() throws Exception {
    List<JsonNode> shown = new ArrayList<>();
    for (var operation : ArchiveReader.of(Jdks.newest(), home, folder).all()) {
      if (operation.extras().has("row_fingerprint")) {
        shown.add(operation.extras().get("row_fingerprint"));
      }
    }
    return shown;
  }

  private Jvm compare(String table) throws Exception {
    return run(
        "audit",
        "fingerprint",
        "--recorded",
        "--jdbc-url",
        database,
        "--driver",
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> Path.of(entry).getFileName().toString().startsWith("postgresql-"))
            .findFirst()
            .orElseThrow(),
        "--table",
        "public." + table);
  }

  private Jvm run(String... arguments) throws Exception {
    return Jvm.on(Jdks.newest())
        .environment("HEDDLE_HOME", home.path().toString())
        .environment("HEDDLE_PRIVACY_MASTER_KEY", "file:" + master)
        .jar(Packaged.COMMAND)
        .arguments((Object[]) arguments)
        .start("fingerprint-" + ++runs, folder);
  }
}
