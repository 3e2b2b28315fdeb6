package io.heddle.command.demo.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.command.cli.CommandFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchiveAccountTest {
  private final ArchiveAccount account = new ArchiveAccount();

  @Test
  void takesDownWhatBecameOfOrders() {
    statement("acme", "CREATE", "PUBLIC.ORDERS", "COMMITTED", 1, "t1");
    statement("acme", "CREATE", "orders", "COMMITTED", 1, "t2");
    statement("acme", "DELETE", "orders", "COMMITTED", 1, "t3");
    statement("globex", "CREATE", "orders", "COMMITTED", 1, "t4");
    statement("globex", "DELETE", "orders", "COMMITTED", 1, "t5");
    statement("globex", "CREATE", "orders", "ROLLED_BACK", 1, "t6");
    statement("globex", "CREATE", "order_lines", "ROLLED_BACK", 1, "t6");

    assertThat(account.ordersPlaced()).isEqualTo(Map.of("acme", 2L, "globex", 1L));
    assertThat(account.ordersStored()).isEqualTo(Map.of("acme", 1L));
    assertThat(account.ordersRolledBack()).isEqualTo(1);
    assertThat(account.records()).isEqualTo(7);
    assertThat(account.orderTraces()).isEqualTo(3);
  }

  @Test
  void findsTheTracesThatCrossProcesses() {
    statement("acme", "CREATE", "orders", "COMMITTED", 1, "t1");
    statement("acme", "CREATE", "orders", "COMMITTED", 1, "t2");
    statement("acme", "CREATE", "reservations", "COMMITTED", 1, "t1");
    statement("acme", "CREATE", "reservations", "COMMITTED", 1, "t9");

    assertThat(account.crossingTraces()).isEqualTo(1);
  }

  @Test
  void countsTheRequestsOfTheOrderServiceAlone() {
    account.add(
        "{\"layer\":\"HTTP_SERVER\",\"outcome\":\"FAILED\",\"statement\":\"POST /orders/*\"}");
    account.add(
        "{\"layer\":\"HTTP_SERVER\",\"outcome\":\"SUCCEEDED\",\"statement\":\"POST /reservations/*\"}");
    account.add(
        "{\"layer\":\"HTTP_CLIENT\",\"outcome\":\"SUCCEEDED\",\"statement\":\"POST /orders\"}");

    assertThat(account.mutatingRequests()).isEqualTo(1);
  }

  @Test
  void countsWhatNobodyDecided() {
    statement("acme", "CREATE", "orders", "PENDING", 1, "t1");
    statement("acme", "UPDATE", "orders", "UNKNOWN", 1, "t1");

    assertThat(account.undecided()).isEqualTo(2);
    assertThat(account.ordersPlaced()).isEmpty();
  }

  @Test
  void refusesWhatIsNoRecord() {
    assertThatThrownBy(() -> account.add("TENANT  TIME"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("TENANT  TIME");
  }

  private void statement(
      String tenant, String operation, String target, String outcome, int rows, String trace) {
    account.add(
        """
        {"layer":"JDBC","tenant":"%s","type":"%s","target":"%s","outcome":"%s","rows":%d,\
        "trace_id":"%s"}"""
            .formatted(tenant, operation, target, outcome, rows, trace));
  }
}
