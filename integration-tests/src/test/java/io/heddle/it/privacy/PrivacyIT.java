package io.heddle.it.privacy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.Packaged;
import io.heddle.it.harness.TomcatApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application whose statements are kept with their values: sealed, revealed, erased. */
class PrivacyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String KEYS = "heddle_audit_tenant_keys_total";

  private static final String POLICY =
      """
      version: 1
      revision: 1
      audit:
        rules:
          - {action: record, types: [create, update, delete], targets: [item], detail: encrypted}
      """;

  @TempDir Path folder;

  private AgentHome home;
  private Path master;
  private int runs;

  @BeforeEach
  void newHome() throws IOException {
    // Beside the home, as it should be: what is below it must be worthless without.
    master = folder.resolve("master");
    Files.write(master, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    Files.setPosixFilePermissions(master, PosixFilePermissions.fromString("rw-------"));
    home = AgentHome.in(folder).with("privacy.master-key", "file:" + master);
    Files.createDirectories(home.path());
    Files.writeString(home.path().resolve("policy.yaml"), POLICY);
  }

  @ParameterizedTest
  @EnumSource
  void noPlainTextIsEverWrittenAndAnErasedTenantStaysErased(Database database) throws Exception {
    List<String> said;
    try (Application application = start(Jdks.newest(), database)) {
      awaitKeys(0);
      for (String tenant : List.of("acme", "globex")) {
        send(application, "/commit?name=SECRET-commit-" + tenant, tenant);
        send(application, "/batch?name=SECRET-batch-" + tenant, tenant);
        send(application, "/literal?name=SECRET-literal-" + tenant, tenant);
        send(application, "/rollback?name=SECRET-rollback-" + tenant, tenant);
      }
      assertThat(application.send(Call.of("GET", "/names").tenant("acme")).body())
          .contains("SECRET-batch-acme-4");
      assertNoPlainText();
      said = application.jvm().stderr();
      assertThat(application.jvm().terminate().awaitExit()).isEqualTo(143);
    }
    assertThat(said).noneMatch(line -> line.contains("SECRET") || line.contains("failed"));

    assertThat(details("acme")).isNotEmpty().containsOnly("~sealed");
    assertNoPlainText();
    List<String> revealed = details("acme", "--reveal", "--reason", "test");
    assertThat(revealed)
        .contains(
            "{\"values\":[[\"SECRET-commit-acme\",1]]}",
            "{\"sql\":\"UPDATE item SET quantity = quantity + 1 WHERE name = ?\","
                + "\"values\":[[\"SECRET-commit-acme\"]]}",
            "{\"values\":[[\"SECRET-rollback-acme\",1]]}",
            "{\"values\":[[\"SECRET-batch-acme-0\",0],[\"SECRET-batch-acme-1\",1],"
                + "[\"SECRET-batch-acme-2\",2],[\"SECRET-batch-acme-3\",3],"
                + "[\"SECRET-batch-acme-4\",4]]}",
            "{\"sql\":\"INSERT INTO item (name, quantity) VALUES ('SECRET-literal-acme', 4711)\"}");
    assertThat(details("globex", "--reveal")).noneMatch(detail -> detail.contains("acme"));
    Path proof = folder.resolve("proof");
    run("audit", "prove", query("acme").get(0).get("id").asText(), "--output", proof.toString());

    Jvm unasked = start("audit", "erase", "--tenant", "acme");
    assertThat(unasked.awaitExit()).as("%s", unasked.describe()).isEqualTo(2);
    assertThat(String.join("\n", unasked.stderr()))
        .contains(" of tenant acme for ever", "give --yes, or --dry-run");
    run("audit", "erase", "--yes", "--tenant", "acme", "--reason", "art. 17");

    assertThat(details("acme", "--reveal")).hasSameSizeAs(revealed).containsOnly("~erased");
    assertThat(details("globex", "--reveal"))
        .contains("{\"values\":[[\"SECRET-commit-globex\",1]]}");
    assertThat(run("audit", "verify"))
        .anyMatch(line -> line.startsWith("noted  ERASED") && line.contains("art. 17"))
        .noneMatch(line -> line.startsWith("WRONG"));
    String key = run("audit", "keys", "export").get(0);
    run("audit", "check", proof.toString(), "--key", key);
    assertNoPlainText();
  }

  @Test
  void aRunningApplicationLearnsOfAnErasure() throws Exception {
    try (Application application = start(Jdks.oldest(), Database.H2)) {
      awaitKeys(0);
      send(application, "/commit?name=SECRET-before", "acme");
      awaitKeys(1);
      assertThat(run("audit", "erase", "--yes", "--tenant", "acme", "--format", "csv").get(1))
          .startsWith("acme,1,0,destroyed");
      Eventually.holds(
          "it makes another key",
          PATIENCE,
          () -> {
            send(application, "/transfer?from=SECRET-before&to=SECRET-between", "acme");
            return metrics().sum(KEYS) == 2;
          });
      send(application, "/commit?name=SECRET-after", "acme");
      application.jvm().terminate().awaitExit();
    }

    List<String> details = details("acme", "--reveal");
    assertThat(details.get(0)).isEqualTo("~erased");
    assertThat(details)
        .contains("{\"values\":[[\"SECRET-after\",1]]}")
        .noneMatch(detail -> detail.equals("{\"values\":[[\"SECRET-before\",1]]}"));
    assertThat(run("audit", "verify")).noneMatch(line -> line.startsWith("WRONG"));
  }

  @Test
  void aDamagedKeyIsNamedAndKeysGoWithTheirSegments() throws Exception {
    try (Application application = start(Jdks.oldest(), Database.H2)) {
      awaitKeys(0);
      send(application, "/commit?name=SECRET-a", "acme");
      send(application, "/commit?name=SECRET-g", "globex");
      application.jvm().terminate().awaitExit();
    }
    assertThat(details("acme", "--reveal")).allMatch(detail -> detail.startsWith("{"));

    Path keys = home.path().resolve("keys/tenants.keys");
    byte[] sound = Files.readAllBytes(keys);
    byte[] damaged = sound.clone();
    damaged[new String(sound, US_ASCII).indexOf('\n', 30) - 20] ^= 1; // in the first key's secret
    Files.write(keys, damaged);
    Jvm listed = start("audit", "keys", "tenants");
    assertThat(listed.awaitExit()).isEqualTo(4);
    assertThat(listed.stderr())
        .anyMatch(line -> line.contains("line 2 is damaged: the secret of key "));
    Jvm verified = start("audit", "verify");
    assertThat(verified.awaitExit()).as("%s", verified.describe()).isEqualTo(4);
    assertThat(verified.stdout())
        .anyMatch(line -> line.startsWith("WRONG  KEY") && line.contains("of tenant"));
    List<String> both = new ArrayList<>(details("acme", "--reveal"));
    both.addAll(details("globex", "--reveal"));
    assertThat(both).contains("~lost").anyMatch(detail -> detail.startsWith("{"));
    Files.write(keys, sound);

    try (Jvm sidecar =
        start("sidecar", "-D", "heddle.sidecar.port=0", "-D", "heddle.archive.seal-records=1")) {
      sidecar.awaitErrorLine("sealed segment 1");
      sidecar.terminate().awaitExit();
    }
    Jvm dry = start("audit", "prune", "--keep-bytes", "1", "--dry-run");
    assertThat(dry.awaitExit()).isZero();
    assertThat(dry.stderr())
        .contains("heddle: 2 keys of tenants would be removed: nothing sealed with them is left");
    run("audit", "prune", "--keep-bytes", "1");
    assertThat(Files.readAllLines(keys)).noneMatch(line -> line.startsWith("key "));
    assertThat(run("audit", "events", "--kind", "keys-removed", "--format", "ndjson"))
        .hasSize(2)
        .anyMatch(line -> line.contains("acme"));
    assertThat(run("audit", "verify"))
        .contains("sound")
        .noneMatch(line -> line.contains("LOST_KEY"));
  }

  @Test
  void withoutAMasterKeyNothingIsKept() throws Exception {
    Files.delete(master);
    try (Application application = start(Jdks.newest(), Database.H2)) {
      application.jvm().awaitErrorLine("no detail is kept, although the policy asks for it: .*");
      send(application, "/commit?name=SECRET-1", "acme");
      application.jvm().terminate().awaitExit();
    }

    assertThat(details("acme")).isNotEmpty().containsOnly("~missing");
    assertNoPlainText();
  }

  @Test
  void redactionWinsAndNothingOfItIsLoadedUntilAPolicyAsks() throws Exception {
    Path policy = home.path().resolve("policy.yaml");
    Files.writeString(policy, "version: 1\nrevision: 1\n");
    Path classes = folder.resolve("classes.log");
    JvmCommand command =
        Jvm.on(Jdks.newest()).option("-Xlog:class+load:file=" + classes + ":none").agent(home);
    try (Application application = start(command, Database.H2)) {
      Eventually.holds(
          "the first policy", PATIENCE, () -> metrics().sum("heddle_policy_revision") == 1);
      send(application, "/commit?name=SECRET-1", "acme");
      assertThat(loaded(classes))
          .noneMatch(name -> name.startsWith("io.heddle.audit.spool.privacy."))
          .noneMatch(name -> name.endsWith("advice.BindValue"))
          .noneMatch(name -> name.startsWith("javax.crypto.spec.GCM"));
      Files.writeString(
          policy,
          POLICY.replace("revision: 1", "revision: 2") + "redaction: {targets: [quantity]}\n");
      awaitKeys(0);
      send(application, "/commit?name=SECRET-2", "acme");
      application.jvm().terminate().awaitExit();
    }

    assertThat(query("acme")).extracting(row -> row.get("target").asText()).contains("~redacted");
    assertThat(details("acme")).isEmpty();
    assertNoPlainText();
  }

  private Application start(Jdk jdk, Database database) throws Exception {
    return start(Jvm.on(jdk).agent(home), database);
  }

  private Application start(JvmCommand command, Database database) throws Exception {
    return TomcatApplication.start(
        command.environment("OTEL_TRACES_EXPORTER", "none"),
        "application",
        database.newUrl(folder),
        database.connections(),
        folder);
  }

  private static void send(Application application, String path, String tenant) {
    assertThat(application.send(Call.of("POST", path).tenant(tenant)).status()).isEqualTo(200);
  }

  private void assertNoPlainText() throws IOException {
    assertThat(home.filesHolding("SECRET")).isEmpty();
  }

  /** The page shows the counter once detail can be sealed. */
  private void awaitKeys(int made) {
    Eventually.holds(
        made + " keys",
        PATIENCE,
        () -> {
          try {
            return metrics().has(KEYS) && metrics().sum(KEYS) == made;
          } catch (UncheckedIOException notYetServed) {
            return false;
          }
        });
  }

  private MetricsPage metrics() {
    return MetricsPage.scrape(home.metricsPort());
  }

  /** What is shown of the detail of a tenant's operations that have some, oldest first. */
  private List<String> details(String tenant, String... options) throws Exception {
    List<String> details = new ArrayList<>();
    for (JsonNode row : query(tenant, options)) {
      if (row.get("extras").has("detail")) {
        details.add(row.get("extras").get("detail").asText());
      }
    }
    return details;
  }

  private List<JsonNode> query(String tenant, String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("audit", "query", "--tenant", tenant, "--format", "ndjson", "--limit", "0"));
    arguments.add("--reverse");
    arguments.addAll(List.of(options));
    List<JsonNode> rows = new ArrayList<>();
    for (String line : run(arguments.toArray(String[]::new))) {
      rows.add(new ObjectMapper().readTree(line));
    }
    return rows;
  }

  private Jvm start(String... arguments) throws Exception {
    return Jvm.on(Jdks.newest())
        .environment("HEDDLE_HOME", home.path().toString())
        .environment("HEDDLE_PRIVACY_MASTER_KEY", "file:" + master)
        .jar(Packaged.COMMAND)
        .arguments((Object[]) arguments)
        .start("heddle-" + ++runs, folder);
  }

  private List<String> run(String... arguments) throws Exception {
    Jvm command = start(arguments);
    assertThat(command.awaitExit()).as("%s", command.describe()).isZero();
    return command.stdout();
  }

  private static List<String> loaded(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.map(line -> line.split(" ")[0]).toList();
    }
  }
}
