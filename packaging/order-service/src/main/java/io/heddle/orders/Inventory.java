package io.heddle.orders;

import jakarta.servlet.http.HttpServlet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The inventory service: how much there is of each item, and what is reserved for which order. */
final class Inventory implements Application {
  /** There is plenty of everything but moon lamps, which are out of stock for good. */
  static final List<String> SCHEMA =
      List.of(
          "create table if not exists items (sku varchar(40) primary key, quantity bigint not null)",
          "create table if not exists reservations (order_id bigint not null, tenant_id varchar(64),"
              + " sku varchar(40) not null, quantity int not null)",
          "create index if not exists reservations_of_order on reservations (order_id)",
          "merge into items (sku, quantity) key (sku)"
              + " select 'sku-' || x, 1000000000 from system_range(1, 40)",
          "merge into items (sku, quantity) key (sku) values ('moon-lamp', 0)");

  private final Database database;

  Inventory(String file) {
    database = Database.open(file, SCHEMA);
  }

  @Override
  public Map<String, HttpServlet> servlets() {
    return Map.of("/reservations/*", new ReservationServlet(this));
  }

  /**
   * Reserves all lines of an order or none.
   *
   * @param tenant as the caller named it; null if it named none
   * @throws OutOfStockException naming the first item there is not enough of
   */
  void reserve(String tenant, long order, List<Order.Line> lines) {
    database.transaction(
        connection -> {
          for (Order.Line line : OrderStore.sorted(lines)) {
            take(connection, line);
            note(connection, tenant, order, line);
          }
          return null;
        });
  }

  private static void take(Connection connection, Order.Line line) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update items set quantity = quantity - ? where sku = ? and quantity >= ?")) {
      update.setInt(1, line.quantity());
      update.setString(2, line.sku());
      update.setInt(3, line.quantity());
      if (update.executeUpdate() == 0) {
        throw new OutOfStockException("not enough of " + line.sku());
      }
    }
  }

  private static void note(Connection connection, String tenant, long order, Order.Line line)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into reservations (order_id, tenant_id, sku, quantity) values (?, ?, ?, ?)")) {
      insert.setLong(1, order);
      insert.setString(2, tenant);
      insert.setString(3, line.sku());
      insert.setInt(4, line.quantity());
      insert.executeUpdate();
    }
  }

  /** Gives back what is reserved for an order; false if nothing is. */
  boolean release(long order) {
    return database.transaction(
        connection -> {
          try (PreparedStatement update =
                  connection.prepareStatement(
                      "update items set quantity = quantity + coalesce((select sum(r.quantity)"
                          + " from reservations r where r.order_id = ? and r.sku = items.sku), 0)"
                          + " where sku in (select sku from reservations where order_id = ?)");
              PreparedStatement delete =
                  connection.prepareStatement("delete from reservations where order_id = ?")) {
            update.setLong(1, order);
            update.setLong(2, order);
            update.executeUpdate();
            delete.setLong(1, order);
            return delete.executeUpdate() > 0;
          }
        });
  }

  @Override
  public void close() {
    database.close();
  }
}
