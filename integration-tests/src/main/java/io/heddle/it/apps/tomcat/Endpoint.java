package io.heddle.it.apps.tomcat;

import jakarta.servlet.http.HttpServletRequest;

/** Does what a route is for. */
@FunctionalInterface
interface Endpoint {
  /** The body of the answer; any exception is the container's business. */
  String answer(HttpServletRequest request) throws Exception;
}
