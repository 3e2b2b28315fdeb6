package io.heddle.it.apps.tomcat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;

/** One route. A failing statement is answered with 409 and its SQLState. */
final class EndpointServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient Endpoint endpoint;

  EndpointServlet(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setContentType("text/plain;charset=UTF-8");
    try {
      response.getWriter().print(endpoint.answer(request));
    } catch (SQLException refused) {
      response.setStatus(HttpServletResponse.SC_CONFLICT);
      response.getWriter().print(refused.getClass().getSimpleName() + " " + refused.getSQLState());
    } catch (ServletException | IOException | RuntimeException thrown) {
      throw thrown;
    } catch (Exception thrown) {
      throw new ServletException(thrown);
    }
  }
}
