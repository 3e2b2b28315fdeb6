package io.heddle.orders;

import jakarta.servlet.http.HttpServlet;
import java.util.Map;

/** What a {@link WebServer} serves. */
interface Application extends AutoCloseable {
  /** The servlets by URL pattern. */
  Map<String, HttpServlet> servlets();

  /** Called once, after the last request was served. */
  @Override
  void close();
}
