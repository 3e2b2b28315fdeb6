package io.heddle.agent.http.server;

import io.heddle.agent.tenant.TenantResolver;

/**
 * How requests of one server are read. Implementations never consume a request's body, never create
 * a session, and return null for what is not there.
 *
 * @param <Q> the server's request class
 */
public interface ServerRequests<Q> extends TenantResolver.HeaderReader<Q> {
  @Override
  boolean isContradicted(Q request, String name, String first);

  /**
   * All lines of a header that is a list, joined by commas as RFC 9110, section 5.3, allows; or
   * null.
   */
  String list(Q request, String name);

  /** The request's method. */
  String method(Q request);

  /** The pattern that matched the request, of low cardinality; empty if none did. */
  String route(Q request);

  /** The name of whoever is authenticated, or null. */
  String user(Q request);

  /** The path, without the query. */
  String path(Q request);

  /** The address of whoever has connected, as the server tells it; or null. */
  String peer(Q request);

  /** {@code http} or {@code https}. */
  String scheme(Q request);

  /** The host that the client asked for. */
  String host(Q request);

  /** The port that the client asked for. */
  int port(Q request);

  /**
   * What the server reads the request's body through: an object that is the same for every read;
   * null if it is not known.
   */
  default Object bodySource(Q request) {
    return null;
  }

  /** How long the client says the body is, in bytes; -1 if it does not say. */
  default long bodyBytes(Q request) {
    return -1;
  }

  /** The version of HTTP, such as {@code 1.1} or {@code 2}. */
  String protocolVersion(Q request);
}
