package io.heddle.orders;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Orders in the database, each belonging to a tenant. Any thread. */
final class OrderStore {
  static final List<String> SCHEMA =
      List.of(
          "create table if not exists orders (id bigint generated always as identity primary key,"
              + " tenant_id varchar(64) not null, customer varchar(100) not null,"
              + " state varchar(20) not null, total decimal(12, 2) not null)",
          "create index if not exists orders_of_tenant on orders (tenant_id, id)",
          "create table if not exists order_lines (order_id bigint not null references orders (id),"
              + " position int not null, sku varchar(40) not null, quantity int not null,"
              + " primary key (order_id, position))",
          "create table if not exists confirmations (order_id bigint not null,"
              + " tenant_id varchar(64) not null)",
          "create table if not exists products (sku varchar(40) primary key,"
              + " price decimal(10, 2), sold bigint not null default 0)",
          "merge into products (sku, price) key (sku)"
              + " select 'sku-' || x, 5 + mod(x * 37, 90) from system_range(1, 40)",
          "merge into products (sku, price) key (sku) values ('moon-lamp', 49), ('mystery', null)");

  private final Database database;

  OrderStore(Database database) {
    this.database = database;
  }

  /**
   * The price of one piece.
   *
   * @throws InvalidRequestException if there is no such product
   */
  BigDecimal price(String sku) {
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement("select price from products where sku = ?")) {
      select.setString(1, sku);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new InvalidRequestException("there is no product " + sku);
        }
        BigDecimal price = rows.getBigDecimal(1);
        if (price == null) {
          throw new IllegalStateException("product " + sku + " has no price");
        }
        return price;
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Stores an order with its lines and has its stock reserved, all or nothing.
   *
   * @throws OutOfStockException if {@code inventory} refused; nothing is stored then
   */
  Order place(String tenant, Order.Request request, BigDecimal total, InventoryClient inventory) {
    return database.transaction(
        connection -> {
          long id = insertOrder(connection, tenant, request.customer(), total);
          insertLines(connection, id, request.lines());
          countAsSold(connection, request.lines());
          inventory.reserve(id, request.lines());
          return new Order(id, tenant, request.customer(), "placed", total);
        });
  }

  private static long insertOrder(
      Connection connection, String tenant, String customer, BigDecimal total) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into orders (tenant_id, customer, state, total) values (?, ?, 'placed', ?)",
            Statement.RETURN_GENERATED_KEYS)) {
      insert.setString(1, tenant);
      insert.setString(2, customer);
      insert.setBigDecimal(3, total);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  private static void insertLines(Connection connection, long order, List<Order.Line> lines)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into order_lines (order_id, position, sku, quantity) values (?, ?, ?, ?)")) {
      for (int i = 0; i < lines.size(); i++) {
        insert.setLong(1, order);
        insert.setInt(2, i);
        insert.setString(3, lines.get(i).sku());
        insert.setInt(4, lines.get(i).quantity());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Locks the products' rows in one order for all transactions, so that none deadlock. */
  private static void countAsSold(Connection connection, List<Order.Line> lines)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update products set sold = sold + ? where sku = ?")) {
      for (Order.Line line : sorted(lines)) {
        update.setInt(1, line.quantity());
        update.setString(2, line.sku());
        update.executeUpdate();
      }
    }
  }

  static List<Order.Line> sorted(List<Order.Line> lines) {
    return lines.stream().sorted(Comparator.comparing(Order.Line::sku)).toList();
  }

  /** Notes that the customer was told; outside any transaction. */
  void confirm(Order order) {
    try (Connection connection = database.connection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into confirmations (order_id, tenant_id) values (?, ?)")) {
      insert.setLong(1, order.id());
      insert.setString(2, order.tenant());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The newest orders of a tenant, at most {@code limit}. */
  List<Order> newest(String tenant, int limit) {
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(
                "select id, tenant_id, customer, state, total from orders where tenant_id = ?"
                    + " order by id desc fetch first ? rows only")) {
      select.setString(1, tenant);
      select.setInt(2, limit);
      return orders(select);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** One order of a tenant. */
  Optional<Order> find(String tenant, long id) {
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(
                "select id, tenant_id, customer, state, total from orders"
                    + " where id = ? and tenant_id = ?")) {
      select.setLong(1, id);
      select.setString(2, tenant);
      return orders(select).stream().findFirst();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static List<Order> orders(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      List<Order> orders = new ArrayList<>();
      while (rows.next()) {
        orders.add(
            new Order(
                rows.getLong(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getBigDecimal(5)));
      }
      return orders;
    }
  }

  /** Whether there was such an order to move to {@code state}. */
  boolean move(String tenant, long id, String state) {
    try (Connection connection = database.connection();
        PreparedStatement update =
            connection.prepareStatement(
                "update orders set state = ? where id = ? and tenant_id = ?")) {
      update.setString(1, state);
      update.setLong(2, id);
      update.setString(3, tenant);
      return update.executeUpdate() == 1;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Whether there was such an order to delete. */
  boolean delete(String tenant, long id) {
    return database.transaction(
        connection -> {
          try (PreparedStatement lines =
                  connection.prepareStatement(
                      "delete from order_lines where order_id in"
                          + " (select id from orders where id = ? and tenant_id = ?)");
              PreparedStatement order =
                  connection.prepareStatement(
                      "delete from orders where id = ? and tenant_id = ?")) {
            lines.setLong(1, id);
            lines.setString(2, tenant);
            lines.executeUpdate();
            order.setLong(1, id);
            order.setString(2, tenant);
            return order.executeUpdate() == 1;
          }
        });
  }

  private static IllegalStateException failed(SQLException e) {
    return new IllegalStateException("the database failed: " + e.getMessage(), e);
  }
}
