package io.heddle.sampler.policy.file;

import static io.heddle.sampler.policy.file.PolicyText.accepted;
import static io.heddle.sampler.policy.file.PolicyText.policy;
import static io.heddle.sampler.policy.file.PolicyText.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.labels.LabelRules;
import io.heddle.sampler.policy.ActorSource;
import io.heddle.sampler.policy.AuditRule;
import io.heddle.sampler.policy.AuditRules;
import io.heddle.sampler.policy.ContextRules;
import io.heddle.sampler.policy.Guarantee;
import io.heddle.sampler.policy.HeaderRules;
import io.heddle.sampler.policy.HostPatterns;
import io.heddle.sampler.policy.NamePattern;
import io.heddle.sampler.policy.PathPattern;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.Redaction;
import io.heddle.sampler.policy.TenantRules;
import io.heddle.sampler.policy.request.AddressRange;
import io.heddle.sampler.policy.request.RequestRules;
import io.heddle.sampler.series.LabelSeries;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.traces.TierFractions;
import io.heddle.sampler.traces.TraceRules;
import io.heddle.sampler.traces.TraceWeight;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {
  @Test
  void readsEverySection() {
    assertThat(accepted(PolicyText.FULL))
        .isEqualTo(
            new Policy(
                7,
                new TierEdges(100, 400, 0.2, Duration.ofMinutes(10)),
                new LabelRules(
                    50,
                    true,
                    2,
                    Duration.ofSeconds(30),
                    20,
                    5,
                    Duration.ofMillis(250),
                    12,
                    new LabelSeries(List.of(Duration.ofMillis(5), Duration.ofMillis(2_500)), 300)),
                new TraceRules(
                    10,
                    0.5,
                    0.25,
                    0.1,
                    new TierFractions(0.9, 0.4, 0.05),
                    Duration.ofSeconds(2),
                    3),
                Map.of(
                    "acme", new TenantRules(true, TraceWeight.NORMAL),
                    "globex", new TenantRules(true, TraceWeight.NORMAL),
                    "initech", new TenantRules(true, TraceWeight.ALWAYS),
                    "loud@example.org", new TenantRules(false, TraceWeight.NEVER),
                    "4711", new TenantRules(false, TraceWeight.times(2.5))),
                new AuditRules(
                    false,
                    true,
                    List.of(
                        new AuditRule(false, Set.of("read"), List.of(new NamePattern("health*"))),
                        new AuditRule(
                            true,
                            Set.of(),
                            List.of(),
                            Guarantee.FAIL_CLOSED,
                            false,
                            true,
                            List.of("id", "region"),
                            "config")),
                    Guarantee.SYNC,
                    true,
                    true,
                    List.of(new NamePattern("book_order"), new NamePattern("billing.*"))),
                new Redaction(
                    true,
                    List.of(new NamePattern("patient_*")),
                    List.of(new PathPattern("/patients/*"))),
                new HeaderRules(
                    List.of("X-Org", "X-Tenant-ID"),
                    new HostPatterns(List.of("*.svc.cluster.local"))),
                List.of(
                    ActorSource.parse("principal"),
                    ActorSource.parse("jwt.sub"),
                    ActorSource.header("X-User")),
                new ContextRules(Duration.ofSeconds(90)),
                new RequestRules(
                    4,
                    false,
                    List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("::1")))));
  }

  @Test
  void leavesTheDefaultsWhereNothingIsSaid() {
    assertThat(accepted(policy("")).differencesFrom(Policy.DEFAULT)).isEmpty();
    assertThat(accepted(policy("labels:\n#  budget: 3\n")).differencesFrom(Policy.DEFAULT))
        .isEmpty();
  }

  @Test
  void workMayLingerForNoTimeAtAll() {
    assertThat(accepted(policy("context: {linger: 0s}")).context().linger()).isZero();
  }

  @Test
  void aRulePromisesWhatTheFilePromisesUnlessItSaysOtherwise() {
    AuditRules rules =
        accepted(
                policy(
                    """
                    audit:
                      guarantee: sync
                      rules:
                        - {action: record, targets: [payment], guarantee: fail-closed}
                        - {action: record, targets: [visit], guarantee: async}
                        - {action: record, targets: [patient]}
                    """))
            .audit();
    assertThat(rules.guarantee("create", "payment")).isEqualTo(Guarantee.FAIL_CLOSED);
    assertThat(rules.guarantee("create", "visit")).isNull();
    assertThat(rules.guarantee("create", "patient")).isEqualTo(Guarantee.SYNC);
    assertThat(rules.guarantee("create", "orders")).isEqualTo(Guarantee.SYNC);
  }

  @Test
  void functionsThatWriteAreNamesAndPatterns() {
    assertThat(
            accepted(policy("audit: {functions: [book_order, 'billing.*']}\n")).audit().functions())
        .containsExactly(new NamePattern("book_order"), new NamePattern("billing.*"));
    assertThat(problems(policy("audit: {functions: book_order}\n"))).hasSize(1);
    assertThat(problems(policy("audit: {functions: ['']}\n"))).hasSize(1);
  }

  @Test
  void aKeyOfRowsIsMadeOfPlainNamesEachOnceInRulesThatRecord() {
    assertThat(problems(rule("action: record, fingerprint: [id, ID]")))
        .singleElement()
        .asString()
        .contains("at most 16 columns, each once");
    assertThat(problems(rule("action: skip, fingerprint: [id]")))
        .singleElement()
        .asString()
        .contains("none where action is skip");
    assertThat(problems(rule("action: record, fingerprint: ['a.b']")))
        .singleElement()
        .asString()
        .contains("the name of a column");
  }

  @Test
  void recordsAreOfATypeThatCannotBeSeen() {
    AuditRules rules =
        accepted(policy("audit: {rules: [{action: record, targets: [/login], as: login}]}\n"))
            .audit();
    assertThat(rules.recordedAs("create", "/login")).isEqualTo("login");
    assertThat(rules.recordedAs("create", "/orders")).isEqualTo("create");
    assertThat(problems(rule("action: record, as: read")))
        .singleElement()
        .asString()
        .contains("login or config");
    assertThat(problems(rule("action: record, types: [login]")))
        .singleElement()
        .asString()
        .contains("create, read, update, delete, merge, ddl, call or other");
    assertThat(problems(rule("action: skip, as: login")))
        .singleElement()
        .asString()
        .contains("none where action is skip");
  }

  private static String rule(String fields) {
    return policy("audit:\n  rules:\n    - {" + fields + "}\n");
  }

  @Test
  void aRuleKeepsDetailAsTheFileDoesUnlessItSaysOtherwise() {
    AuditRules rules =
        accepted(
                policy(
                    """
                    audit:
                      detail: encrypted
                      rules:
                        - {action: skip, targets: [session]}
                        - {action: record, targets: [visit], detail: none}
                        - {action: record, targets: [patient]}
                    """))
            .audit();
    assertThat(rules.sealsAnything()).isTrue();
    assertThat(rules.keepsDetail("create", "session", true)).isFalse();
    assertThat(rules.keepsDetail("create", "visit", true)).isFalse();
    assertThat(rules.keepsDetail("create", "patient", true)).isTrue();
    assertThat(rules.keepsDetail("create", "orders", true)).isTrue();
    assertThat(rules.keepsDetail("read", "orders", false)).as("not recorded").isFalse();
    assertThat(AuditRules.DEFAULT.sealsAnything()).isFalse();
    assertThat(accepted(policy("audit: {actors: encrypted}")).audit().sealsAnything()).isTrue();
    assertThat(
            accepted(policy("audit: {rules: [{action: record, detail: encrypted}]}"))
                .audit()
                .sealsAnything())
        .isTrue();
  }

  @Test
  void reportsAllMistakesTogetherInTheOrderOfTheFile() {
    assertThat(
            problems(
                """
                version: 2
                labels:
                  budgett: 5
                  strict: maybe
                traces:
                  power: 3
                """))
        .containsExactly(
            "1:1: expected revision: a whole number from 1 to 9223372036854775807",
            "1:10: version is '2', expected a whole number from 1 to 1",
            "3:3: labels is 'budgett', expected one of budget, strict, pins, incumbent-advantage,"
                + " half-life, error-weight, slow-weight, slow, rotations-per-hour, latency-bounds, route-errors; did you mean budget?",
            "4:11: labels.strict is 'maybe', expected true or false",
            "6:10: traces.power is '3', expected a number from 0 to 1");
  }

  @Test
  void refusesTheSameTenantTwice() {
    assertThat(problems(policy("tenants:\n  acme: {pin: true}\n  acme: {traces: never}\n")))
        .containsExactly("5:3: 'acme', expected each name once; it stands at 4:3 already");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tiers: {many: 10, crowded: 10}        | more than tiers.many, which is 10
          tiers: {many: 9000}                   | more than tiers.many, which is 9000
          tiers: {many: 0}                      | a whole number from 1 to
          tiers: {band: 1}                      | a number from 0 to 0.99
          tiers: {band: NaN}                    | a number from 0 to 0.99
          tiers: {window: 5}                    | a duration such as
          tiers: {window: 25h}                  | from 1s to 24h
          tiers: {window: 999999999999999999d}  | a duration such as
          tiers: {fractions: {many: -0.1}}      | a number from 0 to 1
          tiers: [1, 2]                         | names and their values
          labels: {budget: 0}                   | a whole number from 1 to 100000
          labels: {budget: 1e3}                 | a whole number from 1 to 100000
          labels: {budget: 0x10}                | a whole number from 1 to 100000
          labels: {budget: [5]}                 | a whole number from 1 to 100000
          labels: {budget: }                    | a whole number from 1 to 100000
          labels: {budget: 99999999999999999999}| a whole number from 1 to 100000
          labels: {pins: acme}                  | a list, each a tenant ID
          labels: {pins: [~none]}               | a tenant ID
          labels: {budget: 2, pins: [a, b]}     | at most 1 pinned tenants
          labels: {strict: yes}                 | true or false
          traces: {per-second: -1}              | a number from 0 to 1000000
          traces: {per-second: Infinity}        | a number from 0 to 1000000
          tenants: {"a b": {pin: true}}         | a tenant ID
          tenants: {acme: {traces: sometimes}}  | always, never, normal or a factor
          tenants: {acme: {traces: 1001}}       | always, never, normal or a factor
          tenants: {acme: {trace: always}}      | did you mean traces?
          audit: {rules: [{types: [read]}]}     | action: record or skip
          audit: {rules: [{action: drop}]}      | record or skip
          audit: {rules: [{action: skip, types: [select]}]} | create, read
          audit: {rules: {action: skip}}        | a list
          audit: {guarantee: always}            | async, sync or fail-closed
          audit: {rules: [{action: skip, guarantee: sync}]} | none where action is skip
          audit: {detail: plain}                | none or encrypted
          audit: {actors: none}                 | plain or encrypted
          audit: {rules: [{action: skip, detail: encrypted}]} | none where action is skip
          redaction: {paths: [patients]}        | a path such as /patients/*
          headers: {tenant: []}                 | at least one header
          headers: {tenant: ["X Tenant"]}       | the name of an HTTP header
          headers: {propagation-hosts: ["*"]}   | a host such as
          context: {linger: 10}                 | a duration such as 250ms, 30s, 10m or 6h, from 0s to 24h
          context: {linger: -1s}                | a duration such as 250ms, 30s, 10m or 6h, from 0s to 24h
          context: {linger: 25h}                | a duration such as 250ms, 30s, 10m or 6h, from 0s to 24h
          context: {linger: never}              | a duration such as 250ms, 30s, 10m or 6h, from 0s to 24h
          context: {lingers: 1m}                | did you mean linger?
          requests: {path-segments: 21}         | a whole number from 0 to 20
          requests: {trusted-proxies: [proxy]}  | an address such as 127.0.0.1 or a range such as 10.0.0.0/8
          requests: {trusted-proxies: [1.2.3]}  | an address such as 127.0.0.1 or a range such as 10.0.0.0/8
          requests: {trusted-proxies: [1.2.3.4/33]} | an address such as 127.0.0.1 or a range such as 10.0.0.0/8
          context: 10m                          | names and their values
          """)
  void saysWhatIsExpectedInstead(String line, String expected) {
    assertThat(problems(policy(line)))
        .singleElement()
        .asString()
        .startsWith("3:")
        .contains("expected")
        .contains(expected);
  }

  @Test
  void refusesATenantPinnedHereAndUnpinnedThere() {
    assertThat(problems(policy("labels: {pins: [acme]}\ntenants:\n  acme: {pin: false}\n")))
        .containsExactly(
            "5:15: tenants.acme.pin is 'false', expected true, because labels.pins names it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n", "~", "[]", "version", "{}"})
  void refusesAFileThatIsNoPolicy(String text) {
    assertThat(problems(text)).isNotEmpty();
  }

  @Test
  void refusesBytesThatAreNoText() {
    assertThat(PolicyText.read(new byte[] {'v', (byte) 0xc3, '('}))
        .hasToString(PolicyText.read(new byte[] {(byte) 0xff}).toString())
        .asString()
        .contains("text in UTF-8");
  }

  @Test
  void refusesAFileOfMoreThanAMegabyteWithoutReadingIt() {
    byte[] large = new byte[PolicyReader.LARGEST_BYTES + 1];
    assertThat(PolicyText.read(large)).asString().contains("at most 1048576 bytes");
  }

  @Test
  void acceptsAByteOrderMarkAndWindowsLineEnds() {
    assertThat(accepted("\uFEFF" + PolicyText.FULL.replace("\n", "\r\n")))
        .isEqualTo(accepted(PolicyText.FULL));
  }

  @Test
  void keepsTheNumberOfProblemsBounded() {
    StringBuilder text = new StringBuilder(policy("labels:\n"));
    for (int i = 0; i < 10_000; i++) {
      text.append("  unknown").append(i).append(": 1\n");
    }
    assertThat(problems(text.toString()))
        .hasSize(51)
        .last()
        .asString()
        .endsWith("there are 9950 more");
  }

  @Test
  void showsNoControlCharactersAndNoEndlessValues() {
    String value = "\\e[31m\\u202E" + "x".repeat(500);
    assertThat(problems(policy("labels: {budget: \"" + value + "\"}")))
        .singleElement()
        .asString()
        .doesNotContain("\u001b")
        .doesNotContain("\u202e")
        .hasSizeLessThan(200);
  }

  @Test
  void boundsTenantsAndRules() {
    StringBuilder tenants = new StringBuilder(policy("tenants:\n"));
    for (int i = 0; i <= PolicyReader.MOST_TENANTS; i++) {
      tenants.append("  t").append(i).append(": {traces: never}\n");
    }
    assertThat(problems(tenants.toString())).singleElement().asString().contains("at most 10000");
    String functions = "f, ".repeat(PolicyReader.MOST_FUNCTIONS) + "f";
    assertThat(problems(policy("audit: {functions: [" + functions + "]}\n")))
        .singleElement()
        .asString()
        .contains("at most 256");
    String rules = "  - action: skip\n".repeat(PolicyReader.MOST_RULES + 1);
    assertThat(problems(policy("audit:\n  rules:\n" + rules.indent(2))))
        .singleElement()
        .asString()
        .contains("at most 256");
  }

  @ParameterizedTest
  @EnumSource
  void everyKeyOfTheTableCanBeMisspelt(PolicyKey key) {
    String name = key.path().substring(key.path().lastIndexOf('.') + 1);
    String text = PolicyText.FULL.replaceFirst("(?<![\\w-])" + name + ":", name + "x:");
    assertThat(text).as("the full policy has %s", key.path()).isNotEqualTo(PolicyText.FULL);
    assertThat(problems(text)).anySatisfy(p -> assertThat(p).contains("'" + name + "x'"));
  }

  @Test
  void neverSeesTheDefaultsOfAnotherProcess() {
    Policy defaults =
        new Policy(
            0,
            TierEdges.DEFAULT,
            LabelRules.DEFAULT.withBudget(9),
            TraceRules.DEFAULT.withBudget(1),
            Map.of(),
            new AuditRules(true, List.of()),
            Redaction.NONE,
            new HeaderRules(List.of("X-Org"), new HostPatterns(List.of("a.b"))));
    byte[] text = policy("").getBytes(StandardCharsets.UTF_8);
    Reading reading = new PolicyReader(defaults, PolicyText::begunAlike).read(text);
    assertThat(((Reading.Accepted) reading).policy().differencesFrom(defaults)).isEmpty();
  }
}
