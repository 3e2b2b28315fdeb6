package io.heddle.it.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Answer;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.Packaged;
import io.heddle.it.harness.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** An executable jar with nested jars: Spring MVC, JPA, H2. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.heddle.it.harness.Jdks#all")
class SpringBootTruthIT {
  /** A request, and what must be archived of its statements. */
  private record Step(Call call, int status, List<Expected> statements, Trace trace) {
    static Step of(String method, String path, int status, Expected... statements) {
      return new Step(Call.of(method, path), status, List.of(statements), Trace.start());
    }
  }

  private static final List<Step> STEPS =
      List.of(
          Step.of("POST", "/purchases?item=loom&quantity=1", 201, purchase("CREATE", "COMMITTED")),
          Step.of(
              "POST",
              "/purchases/regretted?item=loom&quantity=2",
              409,
              purchase("CREATE", "ROLLED_BACK")),
          Step.of("PUT", "/purchases/1?quantity=7", 200, purchase("UPDATE", "COMMITTED")),
          Step.of("GET", "/purchases?item=loom", 200),
          Step.of("DELETE", "/purchases/1", 200, purchase("DELETE", "COMMITTED")),
          Step.of("POST", "/purchases?item=loom&quantity=none", 400),
          Step.of("GET", "/broken", 500),
          Step.of("GET", "/purchases?item=loom", 200));

  @TempDir static Path folder;

  private static List<Answer> plainAnswers;
  private static List<Answer> answers;
  private static List<String> stderr;
  private static List<ArchivedOperation> archived;

  @Parameter Jdk jdk;

  private static Expected purchase(String operation, String outcome) {
    return new Expected(operation, "purchase", outcome);
  }

  @BeforeParameterizedClassInvocation
  static void runEverythingOnce(Jdk jdk) throws Exception {
    Path own = folder.resolve(Integer.toString(jdk.feature()));
    AgentHome home = AgentHome.in(own);
    plainAnswers = run(Jvm.on(jdk), Files.createDirectories(own.resolve("plain")));
    answers =
        run(
            Jvm.on(jdk).agent(home).environment("OTEL_TRACES_EXPORTER", "none"),
            Files.createDirectories(own.resolve("agent")));
    archived = ArchiveReader.of(jdk, home, own).all();
  }

  private static List<Answer> run(JvmCommand command, Path folder) throws Exception {
    Jvm jvm =
        command
            .jar(Packaged.SPRING_BOOT)
            .arguments("--server.port=0", "--database=" + folder.resolve("purchases"))
            .start("spring-boot", folder);
    try (Application application = Application.awaitPort(jvm, "Tomcat started on port (\\d+)")) {
      List<Answer> received = new ArrayList<>();
      for (Step step : STEPS) {
        Answer answer = application.send(step.call.tenant("weaver").trace(step.trace));
        received.add(new Answer(answer.status(), answer.body().replaceAll("\\d{4}-[^\"]+Z", "")));
      }
      jvm.terminate().awaitExit();
      stderr = jvm.stderr();
      return received;
    }
  }

  @Test
  void answersAsItDoesWithoutTheAgent() {
    assertThatList(answers).isEqualTo(plainAnswers);
    assertThat(answers)
        .extracting(Answer::status)
        .isEqualTo(STEPS.stream().map(Step::status).toList());
  }

  @Test
  void writesOneLineToStandardError() {
    assertThatList(stderr).hasSize(1).allMatch(line -> line.startsWith("heddle: "));
  }

  @Test
  void archivesEveryWriteOnceWithItsTrueOutcome() {
    SoftAssertions softly = new SoftAssertions();
    for (Step step : STEPS) {
      softly
          .assertThat(
              archived.stream()
                  .filter(record -> record.traceId().equals(step.trace.id()))
                  .filter(ArchivedOperation::isStatement)
                  .map(Expected::of))
          .as("%s", step.call)
          .containsExactlyElementsOf(step.statements);
    }
    softly.assertAll();
  }

  @Test
  void archivesEveryMutatingRequestOnce() {
    for (Step step : STEPS) {
      assertThat(
              archived.stream()
                  .filter(record -> record.traceId().equals(step.trace.id()))
                  .filter(ArchivedOperation::isRequest)
                  .map(ArchivedOperation::status))
          .as("%s", step.call)
          .isEqualTo(step.call.method().equals("GET") ? List.of() : List.of(step.status));
    }
  }

  @Test
  void namesTheTenantOfEveryRecordOfARequest() {
    assertThat(archived)
        .filteredOn(record -> STEPS.stream().anyMatch(s -> s.trace.id().equals(record.traceId())))
        .isNotEmpty()
        .allMatch(record -> record.tenant().equals("weaver"));
  }

  @Test
  void archivesWhatHibernateDefinesAtItsStartForNobody() {
    assertThat(archived)
        .filteredOn(record -> record.operation().equals("DDL"))
        .isNotEmpty()
        .allMatch(record -> record.tenant().equals("~none"))
        .allMatch(record -> record.outcome().equals("COMMITTED"));
  }
}
