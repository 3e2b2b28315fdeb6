package io.heddle.orders;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** {@code /reservations} over HTTP. */
final class ReservationServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient Inventory inventory;

  ReservationServlet(Inventory inventory) {
    this.inventory = inventory;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      String[] items = request.getParameterValues("item");
      if (items == null) {
        throw new InvalidRequestException("a reservation needs at least one item");
      }
      List<Order.Line> lines = Arrays.stream(items).map(Forms::line).toList();
      long order = Forms.number(request.getParameter("order"), "order", 0);
      inventory.reserve(request.getHeader("X-Tenant-ID"), order, lines);
      response.setStatus(201);
    } catch (InvalidRequestException e) {
      answer(response, 400, e);
    } catch (OutOfStockException e) {
      answer(response, 409, e);
    }
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    try {
      long order = Forms.number(path == null ? "" : path.substring(1), "order", 0);
      response.setStatus(inventory.release(order) ? 204 : 404);
    } catch (InvalidRequestException e) {
      answer(response, 400, e);
    }
  }

  private static void answer(HttpServletResponse response, int status, RuntimeException e)
      throws IOException {
    response.setStatus(status);
    response.setContentType("text/plain");
    response.getWriter().write(e.getMessage());
  }
}
