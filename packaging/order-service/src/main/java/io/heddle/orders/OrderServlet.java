package io.heddle.orders;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code /orders} over HTTP: forms in, JSON out.
 *
 * <p>400 the request is wrong, 404 no such order of this tenant, 409 out of stock; whatever else
 * goes wrong is thrown, and Tomcat answers 500.
 */
final class OrderServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final int MOST_LISTED = 100;

  private final transient Orders orders;

  OrderServlet(Orders orders) {
    this.orders = orders;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      String tenant = Forms.tenant(request);
      switch (request.getMethod()) {
        case "GET" -> read(tenant, request, response);
        case "POST" -> answer(response, 201, orders.place(tenant, orderRequest(request)).json());
        case "PUT" -> answerChanged(response, orders.move(tenant, id(request), state(request)));
        case "DELETE" -> answerChanged(response, orders.cancel(tenant, id(request)));
        default -> response.setStatus(405);
      }
    } catch (InvalidRequestException e) {
      answer(response, 400, problem(e));
    } catch (OutOfStockException e) {
      answer(response, 409, problem(e));
    }
  }

  private void read(String tenant, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getPathInfo() == null || request.getPathInfo().equals("/")) {
      int limit = Math.min(MOST_LISTED, Forms.number(request.getParameter("limit"), "limit", 20));
      String json =
          orders.newest(tenant, limit).stream()
              .map(Order::json)
              .collect(Collectors.joining(",", "[", "]"));
      answer(response, 200, json);
    } else {
      Optional<Order> order = orders.find(tenant, id(request));
      answer(response, order.isPresent() ? 200 : 404, order.map(Order::json).orElse("{}"));
    }
  }

  private static Order.Request orderRequest(HttpServletRequest request) {
    String customer = request.getParameter("customer");
    if (customer == null || customer.isBlank() || customer.length() > 100) {
      throw new InvalidRequestException("an order needs a customer of 1 to 100 characters");
    }
    String[] items = request.getParameterValues("item");
    if (items == null) {
      throw new InvalidRequestException("an order needs at least one item=SKU:QUANTITY");
    }
    List<Order.Line> lines = Arrays.stream(items).map(Forms::line).toList();
    return new Order.Request(customer, lines);
  }

  private static long id(HttpServletRequest request) {
    String path = request.getPathInfo();
    if (path == null || path.length() < 2) {
      throw new InvalidRequestException("the number of the order is missing");
    }
    return Forms.number(path.substring(1), "the number of the order", -1);
  }

  private static String state(HttpServletRequest request) {
    String state = request.getParameter("state");
    if (state == null || !state.matches("[a-z]{1,20}")) {
      throw new InvalidRequestException("state is one lower-case word of at most 20 letters");
    }
    return state;
  }

  private static void answerChanged(HttpServletResponse response, boolean changed) {
    response.setStatus(changed ? 204 : 404);
  }

  private static void answer(HttpServletResponse response, int status, String json)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(json);
  }

  private static String problem(RuntimeException e) {
    return "{\"problem\":\"" + e.getMessage().replace('"', '\'') + "\"}";
  }
}
