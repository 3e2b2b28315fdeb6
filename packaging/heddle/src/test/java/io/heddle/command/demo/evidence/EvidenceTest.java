package io.heddle.command.demo.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.command.demo.load.Intent;
import io.heddle.command.demo.load.Tally;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One order placed by each of two tenants, one undone, one listed: a demo in which all is well. */
class EvidenceTest {
  private static final String PAGE =
      """
      http_server_request_duration_seconds_count{http_route="/orders/*"} 4
      heddle_tenant_labels_budget 10
      heddle_tenant_http_requests_total{tenant="acme"} 3
      heddle_tenant_http_requests_total{tenant="globex"} 1
      heddle_tenant_http_requests_total{tenant="~other"} 0
      """;
  private static final String EARLIER_PAGE =
      """
      heddle_tenant_labels_budget 10
      heddle_tenant_http_requests_total{tenant="acme"} 1
      heddle_tenant_http_requests_total{tenant="brief"} 0
      heddle_tenant_http_requests_total{tenant="~other"} 0
      """;
  private static final String SIDECAR =
      """
      heddle_archive_records_total 10
      heddle_archive_conflicts_total 0
      heddle_spool_losses_total 0
      heddle_spool_damages_total 0
      """;
  private static final String ORDERS =
      """
      orders\tacme\t1
      orders\tglobex\t1
      confirmations\tacme\t1
      confirmations\tglobex\t1
      """;
  private static final String INVENTORY = "reservations\tacme\t1\nreservations\tglobex\t1\n";
  private static final String ARCHIVE =
      """
      {"layer":"JDBC","tenant":"acme","type":"CREATE","target":"orders","outcome":"COMMITTED","rows":1,"trace_id":"t1"}
      {"layer":"JDBC","tenant":"acme","type":"CREATE","target":"reservations","outcome":"COMMITTED","rows":1,"trace_id":"t1"}
      {"layer":"JDBC","tenant":"acme","type":"CREATE","target":"confirmations","outcome":"COMMITTED","rows":1,"trace_id":"t1"}
      {"layer":"HTTP_SERVER","tenant":"acme","type":"CREATE","statement":"POST /orders/*","outcome":"SUCCEEDED"}
      {"layer":"JDBC","tenant":"globex","type":"CREATE","target":"orders","outcome":"COMMITTED","rows":1,"trace_id":"t2"}
      {"layer":"JDBC","tenant":"globex","type":"CREATE","target":"reservations","outcome":"COMMITTED","rows":1,"trace_id":"t2"}
      {"layer":"JDBC","tenant":"globex","type":"CREATE","target":"confirmations","outcome":"COMMITTED","rows":1,"trace_id":"t2"}
      {"layer":"HTTP_SERVER","tenant":"globex","type":"CREATE","statement":"POST /orders/*","outcome":"SUCCEEDED"}
      {"layer":"JDBC","tenant":"acme","type":"CREATE","target":"orders","outcome":"ROLLED_BACK","rows":1,"trace_id":"t3"}
      {"layer":"HTTP_SERVER","tenant":"acme","type":"CREATE","statement":"POST /orders/*","outcome":"FAILED"}
      """;

  private final Tally tally = new Tally();

  EvidenceTest() {
    tally.answered(Intent.PLACE, "acme", 201, 1_000);
    tally.answered(Intent.PLACE, "globex", 201, 1_000);
    tally.answered(Intent.PLACE_OUT_OF_STOCK, "acme", 409, 1_000);
    tally.answered(Intent.LIST, "acme", 200, 1_000);
  }

  @Test
  void holdsWhereAllAccountsAgree() {
    assertThat(failing(text -> text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/orders/*\"} 4     | /orders/*\"} 3    | every request was counted",
        "{tenant=\"acme\"} 3 | {tenant=\"acme\"} 2 | … under some label, through every change",
        "{tenant=\"acme\"} 3 | {tenant=\"acme\"} 4 | … and none under another tenant's",
        "{tenant=\"globex\"} 1 | {tenant=\"hooli\"} 1 | the busiest tenants have a label",
        "budget 10 | budget 2 | labels stayed within their budget",
        "orders\tacme\t1 | orders\tacme\t2 | … and is in the database, if not cancelled",
        "orders\tacme\t1 | orders\tumbra\t1 | each tenant has its own orders",
        "confirmations\tacme\t1 | confirmations\tglobex\t1 | … also when another thread stored it",
        "reservations\tacme\t1 | reservations\t\t1 | … also when another process did",
        "\"outcome\":\"ROLLED_BACK\" | \"outcome\":\"COMMITTED\" | every undone order as ROLLED_BACK",
        "\"outcome\":\"ROLLED_BACK\" | \"outcome\":\"COMMITTED\" | every order is archived as COMMITTED",
        "\"outcome\":\"ROLLED_BACK\" | \"outcome\":\"UNKNOWN\" | no outcome is unknown",
        "\"HTTP_SERVER\" | \"HTTP_CLIENT\" | every change asked for is archived",
        "\"trace_id\":\"t2\" | \"trace_id\":\"\" | every order's trace crosses both processes",
        "records_total 10 | records_total 11 | the sidecar archived all there is",
        "losses_total 0 | losses_total 1 | nothing was lost",
        "losses_total 0 | other_total 0 | nothing was lost",
        "damages_total 0 | damages_total 1 | nothing is damaged",
        "conflicts_total 0 | conflicts_total 1 | no key was taken twice"
      })
  void failsWhereOneOfThemIsWrong(String right, String wrong, String claim) {
    if (claim.startsWith("every order's trace")) {
      assertThat(failing(text -> breakTraceOfReservation(text))).contains(claim);
    } else {
      assertThat(failing(text -> text.replace(right, wrong))).contains(claim);
    }
  }

  private static String breakTraceOfReservation(String text) {
    return text.replaceAll("(\"reservations\".*)\"t2\"", "$1\"t5\"");
  }

  @Test
  void failsWhereTheLoadWasSurprised() {
    tally.surprised("PLACE of acme was not answered");

    assertThat(failing(text -> text)).containsExactly("no request was answered unexpectedly");
  }

  @Test
  void claimsNothingAboutNothing() {
    assertThat(Check.same("something happened", "here", 0, "there", 0).holds()).isFalse();
    assertThat(Check.none("nothing happened", "here", 0).holds()).isTrue();
  }

  /** The claims that fail once each source was edited. */
  private List<String> failing(UnaryOperator<String> edit) {
    ArchiveAccount archive = new ArchiveAccount();
    edit.apply(ARCHIVE).lines().forEach(archive::add);
    ScrapePage page = ScrapePage.parse(edit.apply(PAGE));
    LabelAccount labels = new LabelAccount();
    labels.see(ScrapePage.parse(EARLIER_PAGE));
    labels.see(ScrapePage.parse(""));
    labels.see(page);
    Evidence evidence =
        new Evidence(
            tally,
            page,
            labels,
            Database.parse(edit.apply(ORDERS)),
            Database.parse(edit.apply(INVENTORY)),
            archive,
            ScrapePage.parse(edit.apply(SIDECAR)));
    return evidence.checks().stream().filter(check -> !check.holds()).map(Check::claim).toList();
  }
}
