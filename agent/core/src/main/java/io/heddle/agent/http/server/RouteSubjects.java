package io.heddle.agent.http.server;

import io.heddle.agent.operation.Subject;
import io.heddle.audit.spool.OperationType;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The subjects of requests, one for each method and route.
 *
 * <p>Bound: {@link #MOST_ROUTES} routes; a request of a further one counts under the route {@code
 * ~other}. Any thread; nothing is allocated for a known route.
 */
final class RouteSubjects {
  static final int MOST_ROUTES = 2_000;

  /** RFC 9110 and RFC 5789; {@code _OTHER} is what the semantic conventions call all the rest. */
  private static final String[] METHODS = {
    "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "_OTHER"
  };

  private static final String OTHER_ROUTE = "~other";

  private final ConcurrentHashMap<String, Subject[]> byRoute = new ConcurrentHashMap<>();

  /** The subject of a request; {@code route} is empty if nothing matched. */
  Subject of(String method, String route) {
    Subject[] known = byRoute.get(route);
    if (known == null) {
      known = admit(route);
    }
    return known[indexOf(method)];
  }

  private Subject[] admit(String route) {
    String admitted = byRoute.size() >= MOST_ROUTES ? OTHER_ROUTE : route;
    Subject[] made = subjects(admitted);
    Subject[] before = byRoute.putIfAbsent(admitted, made);
    return before == null ? made : before;
  }

  private static Subject[] subjects(String route) {
    Subject[] subjects = new Subject[METHODS.length];
    for (int i = 0; i < METHODS.length; i++) {
      String method = METHODS[i];
      OperationType type = typeOf(method);
      // A span of an unknown method is called HTTP by the semantic conventions.
      String name = method.equals("_OTHER") ? "HTTP" : method;
      String text = route.isEmpty() ? name : name + ' ' + route;
      subjects[i] = new Subject(type, type != OperationType.READ, method, route, text, text);
    }
    return subjects;
  }

  private static int indexOf(String method) {
    for (int i = 0; i < METHODS.length - 1; i++) {
      if (METHODS[i].equals(method)) {
        return i;
      }
    }
    return METHODS.length - 1;
  }

  private static OperationType typeOf(String method) {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "TRACE" -> OperationType.READ;
      case "POST" -> OperationType.CREATE;
      case "PUT", "PATCH" -> OperationType.UPDATE;
      case "DELETE" -> OperationType.DELETE;
      default -> OperationType.OTHER;
    };
  }
}
