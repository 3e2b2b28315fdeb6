package io.heddle.it.truth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.Packaged;
import io.heddle.it.harness.TomcatApplication;
import io.heddle.it.harness.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who did it: as the application's own filters have found out, or as a request says. */
class ActorIT {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void whomSpringSecurityHasLetInStandsInTheRecordsOfTheRequestAndItsStatements(Jdk jdk)
      throws Exception {
    AgentHome home = AgentHome.in(folder);
    Trace known = Trace.start();
    Trace refused = Trace.start();
    Jvm jvm =
        Jvm.on(jdk)
            .agent(home)
            .jar(Packaged.SPRING_BOOT)
            .arguments(
                "--server.port=0",
                "--database=" + folder.resolve("purchases"),
                "--spring.profiles.active=secured")
            .start("spring-boot", folder);
    try (Application application = Application.awaitPort(jvm, "Tomcat started on port (\\d+)")) {
      Call call = Call.of("POST", "/purchases?item=loom&quantity=1");
      String login = Base64.getEncoder().encodeToString("alice:secret".getBytes(UTF_8));
      Call ofAlice = call.header("Authorization", "Basic " + login);
      assertThat(application.send(ofAlice.trace(known)).status()).isEqualTo(201);
      assertThat(application.send(call.trace(refused)).status()).isEqualTo(401);
      jvm.terminate().awaitExit();
      assertThat(jvm.stderr()).hasSize(1).allMatch(line -> line.startsWith("heddle: "));
    }

    List<ArchivedOperation> archived = ArchiveReader.of(jdk, home, folder).all();
    assertThat(of(archived, known)).hasSizeGreaterThan(1);
    assertThat(of(archived, known)).extracting(ArchivedOperation::actor).containsOnly("alice");
    assertThat(of(archived, known)).noneMatch(record -> record.extras().has("actor_source"));
    assertThat(of(archived, refused)).extracting(ArchivedOperation::actor).containsExactly("");
    // What never reached the application has no route: its path says what was asked for.
    assertThat(of(archived, refused))
        .extracting(ArchivedOperation::target)
        .containsExactly("/purchases");
    assertThat(of(archived, refused))
        .allMatch(record -> record.extras().get("client_address").asText().equals("127.0.0.1"));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void aTokenOrAHeaderNamesTheActorIfThePolicyAsksThemAndTheRecordSaysSo(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder);
    home.withPolicy(
        """
        version: 1
        revision: 1
        actors:
          from: [principal, jwt.sub, header:X-User]
        """);
    Trace token = Trace.start();
    Trace header = Trace.start();
    Trace nobody = Trace.start();
    try (Application application = TomcatApplication.start(jdk, home, folder)) {
      MetricsPage.await(
          home.metricsPort(),
          "the policy",
          Duration.ofSeconds(20),
          page -> page.sum("heddle_policy_revision") == 1);
      Call call = Call.of("POST", "/submitted?name=a").header("X-User", "proxy-says-bob");
      String claims = "{\"iss\":\"x\",\"sub\":\"größe\"}";
      application.send(call.header("Authorization", bearer(claims)).trace(token));
      application.send(call.header("Authorization", bearer(claims + "}")).trace(header));
      application.send(Call.of("POST", "/commit?name=c").trace(nobody));
      application.jvm().terminate().awaitExit();
    }

    List<ArchivedOperation> archived = ArchiveReader.of(jdk, home, folder).all();
    assertThat(of(archived, token)).hasSizeGreaterThan(1);
    assertThat(of(archived, token)).extracting(ArchivedOperation::actor).containsOnly("größe");
    assertThat(of(archived, token)).extracting(ActorIT::source).containsOnly("jwt.sub");
    assertThat(of(archived, header)).hasSizeGreaterThan(1);
    assertThat(of(archived, header))
        .extracting(ArchivedOperation::actor)
        .containsOnly("proxy-says-bob");
    assertThat(of(archived, header)).extracting(ActorIT::source).containsOnly("header:X-User");
    assertThat(of(archived, nobody)).hasSizeGreaterThan(1);
    assertThat(of(archived, nobody)).extracting(ArchivedOperation::actor).containsOnly("");
    assertThat(of(archived, nobody)).extracting(ActorIT::source).containsOnly("");
  }

  private static String source(ArchivedOperation record) {
    return record.extras().path("actor_source").asText("");
  }

  private static String bearer(String claims) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return "Bearer e30." + encoder.encodeToString(claims.getBytes(UTF_8)) + ".c2ln";
  }

  private static List<ArchivedOperation> of(List<ArchivedOperation> archived, Trace trace) {
    return archived.stream().filter(record -> record.traceId().equals(trace.id())).toList();
  }
}
