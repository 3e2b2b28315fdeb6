package io.heddle.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.Actor;
import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.policy.Policies;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final Subject PATIENT =
      new Subject(
          OperationType.UPDATE,
          true,
          "UPDATE",
          "patient_record",
          "UPDATE patient_record SET a = ?",
          "UPDATE patient_record");

  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final CurrentPolicy policy = new CurrentPolicy(Policy.DEFAULT);
  private final List<Operation> ended = new ArrayList<>();
  private final OperationRecorder recorder = Recorders.of(tenants, policy, ended::add);

  @Test
  void leavesOperationsAsTheyAreUnlessThePolicyHidesThem() {
    Operation operation = statement();
    assertThat(operation.subject()).isSameAs(PATIENT);
    assertThat(text(operation.actorUtf8())).isEqualTo("jane");
  }

  @Test
  void takesNamesOutBeforeAnySinkSeesThem() {
    policy.replace(Policies.hiding("patient_*", "/patients/*"));
    Operation operation = statement();
    assertThat(text(operation.targetUtf8())).isEqualTo("~redacted");
    assertThat(text(operation.statementUtf8())).isEqualTo("UPDATE ~redacted");
    assertThat(text(operation.actorUtf8())).isEqualTo("~redacted");
    assertThat(operation.spanName()).isEqualTo("UPDATE ~redacted");
    assertThat(attributes(operation).values()).noneMatch(v -> v.contains("patient_record"));
    assertThat(operation.operationType()).isEqualTo(OperationType.UPDATE);

    policy.replace(Policy.DEFAULT);
    assertThat(statement().subject()).isSameAs(PATIENT);
  }

  @Test
  void theAuditDecidesByTheNameThatIsHidden() {
    policy.replace(Policies.hiding("patient_*", "/patients/*"));
    Operation operation = statement();
    assertThat(
            operation.subject().isRecorded(Policies.skipping("update", "patient_record").audit()))
        .isFalse();
    assertThat(operation.subject().isRecorded(Policies.skipping("update", "~*").audit())).isTrue();
  }

  @Test
  void masksPathsOfRequestsServedAndMade() {
    policy.replace(Policies.hiding("secret", "/patients/*"));
    Operation served = recorder.serve(tenants.none(), null, "");
    served.names(
        new Subject(OperationType.READ, false, "GET", "/patients/{id}", "GET /p", "GET /p"));
    served.describedBy("url.path", "/patients/4711", "server.port", 80L);
    recorder.end(served);
    assertThat(attributes(served)).containsEntry("url.path", "/patients/~redacted");

    Operation made = recorder.call(Layer.HTTP_CLIENT, new CurrentThread().state());
    made.names(new Subject(OperationType.OTHER, false, "GET", "", "GET", "GET"));
    made.describedBy("url.full", "https://clinic.example:8443/patients/4711");
    recorder.end(made);
    assertThat(attributes(made))
        .containsEntry("url.full", "https://clinic.example:8443/patients/~redacted");
  }

  @Test
  void showsNoPathOfARouteThatIsHidden() {
    policy.replace(Policies.hiding("/patients*", "/nothing/*"));
    Operation served = recorder.serve(tenants.none(), null, "");
    served.names(
        new Subject(
            OperationType.READ, false, "GET", "/patients/{id}", "GET /patients/{id}", "GET /p"));
    served.describedBy("url.path", "/patients/4711");
    recorder.end(served);
    assertThat(attributes(served))
        .containsEntry("url.path", "/~redacted")
        .containsEntry("http.route", "~redacted");
  }

  private Operation statement() {
    Operation operation = recorder.call(Layer.JDBC, new CurrentThread().state());
    operation.names(PATIENT);
    operation.context().actedBy(Actor.principal("jane"));
    recorder.end(operation);
    assertThat(ended).endsWith(operation);
    return operation;
  }

  private static Map<String, String> attributes(Operation operation) {
    Map<String, String> attributes = new HashMap<>();
    operation.forEachAttribute(
        new io.heddle.exporter.telemetry.FinishedOperation.AttributeConsumer() {
          @Override
          public void text(String key, String value) {
            attributes.put(key, value);
          }

          @Override
          public void number(String key, long value) {
            attributes.put(key, Long.toString(value));
          }
        });
    return attributes;
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
