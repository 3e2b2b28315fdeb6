package io.heddle.command.demo.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.command.cli.CommandFailure;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the archive says, taken down record by record as {@code heddle audit query --format ndjson}
 * prints them: the demo believes what a user would be shown.
 */
public final class ArchiveAccount {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Long> ordersPlaced = new TreeMap<>();
  private final Map<String, Long> ordersStored = new TreeMap<>();
  private final Map<String, Long> confirmationsStored = new TreeMap<>();
  private final Map<String, Long> reservationsStored = new TreeMap<>();
  private final Set<String> tracesOfOrders = new HashSet<>();
  private final Set<String> tracesOfReservations = new HashSet<>();
  private long records;
  private long ordersRolledBack;
  private long mutatingRequests;
  private long undecided;

  /** Takes down a record; {@code line} is a JSON object. */
  public void add(String line) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new CommandFailure("the query printed what is no JSON: " + line, "", e);
    }
    records++;
    String outcome = text(json, "outcome");
    undecided += outcome.equals("PENDING") || outcome.equals("UNKNOWN") ? 1 : 0;
    switch (text(json, "layer")) {
      case "JDBC" -> addStatement(json, outcome);
      case "HTTP_SERVER" -> mutatingRequests += text(json, "statement").contains("/orders") ? 1 : 0;
      default -> {}
    }
  }

  private void addStatement(JsonNode json, String outcome) {
    boolean isInsert = text(json, "type").equals("CREATE");
    boolean isDelete = text(json, "type").equals("DELETE");
    if (!isInsert && !isDelete) {
      return;
    }
    String tenant = text(json, "tenant");
    long rows = json.path("rows").asLong(-1) * (isInsert ? 1 : -1);
    String table = table(json);
    if (!outcome.equals("COMMITTED")) {
      ordersRolledBack +=
          isInsert && table.equals("orders") && outcome.equals("ROLLED_BACK") ? 1 : 0;
      return;
    }
    switch (table) {
      case "orders" -> {
        ordersStored.merge(tenant, rows, Long::sum);
        if (isInsert) {
          ordersPlaced.merge(tenant, 1L, Long::sum);
          tracesOfOrders.add(text(json, "trace_id"));
        }
      }
      case "confirmations" -> confirmationsStored.merge(tenant, rows, Long::sum);
      case "reservations" -> {
        reservationsStored.merge(tenant, rows, Long::sum);
        tracesOfReservations.add(text(json, "trace_id"));
      }
      default -> {}
    }
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asText("");
  }

  /** The last part of the table's name, in lower case. */
  private static String table(JsonNode json) {
    String target = text(json, "target").toLowerCase(Locale.ROOT);
    return target.substring(target.lastIndexOf('.') + 1);
  }

  long records() {
    return records;
  }

  /** Committed inserts of orders, by tenant. */
  Map<String, Long> ordersPlaced() {
    return ordersPlaced;
  }

  /** Orders that should be in the database, by tenant: rows inserted less rows deleted. */
  Map<String, Long> ordersStored() {
    return withoutZeros(ordersStored);
  }

  /** Confirmations that should be in the database, by tenant. */
  Map<String, Long> confirmationsStored() {
    return withoutZeros(confirmationsStored);
  }

  /** Reservations that should be in the inventory's database, by tenant. */
  Map<String, Long> reservationsStored() {
    return withoutZeros(reservationsStored);
  }

  private static Map<String, Long> withoutZeros(Map<String, Long> counts) {
    Map<String, Long> present = new TreeMap<>(counts);
    present.values().removeIf(count -> count == 0);
    return present;
  }

  long ordersRolledBack() {
    return ordersRolledBack;
  }

  /** Requests to the order service that asked for a change. */
  long mutatingRequests() {
    return mutatingRequests;
  }

  /** Records whose outcome nobody knows. */
  long undecided() {
    return undecided;
  }

  /** Traces in which an order was stored. */
  long orderTraces() {
    return tracesOfOrders.size();
  }

  /** Traces in which an order was stored by one process and its stock reserved by the other. */
  long crossingTraces() {
    return tracesOfOrders.stream().filter(tracesOfReservations::contains).count();
  }
}
