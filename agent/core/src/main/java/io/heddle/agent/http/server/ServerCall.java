package io.heddle.agent.http.server;

import io.heddle.agent.http.server.body.BodyDigest;
import io.heddle.agent.operation.Operation;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request that is being served, possibly by one thread after another. Ends once, whoever is
 * first.
 */
public final class ServerCall {
  private final Operation operation;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Written by the container's thread before an error page replaces the route. */
  private volatile String route;

  /** The class of what went wrong; written by whichever thread learns of it. */
  private volatile String failure = "";

  /** Null if the body is not digested; written before anybody else knows the request. */
  private BodyDigest body;

  ServerCall(Operation operation) {
    this.operation = operation;
  }

  Operation operation() {
    return operation;
  }

  /** The route known so far, or null. */
  String route() {
    return route;
  }

  /** Remembers the route, unless one is known. */
  void routed(String pattern) {
    if (route == null) {
      route = pattern;
    }
  }

  String failure() {
    return failure;
  }

  /** Remembers that serving failed so. */
  void failed(String errorType) {
    failure = errorType;
  }

  /** What is read of the body; null if nobody wants to know. */
  BodyDigest body() {
    return body;
  }

  /** Says that what is read of the body is digested. */
  void reads(BodyDigest digest) {
    body = digest;
  }

  boolean end() {
    return ended.compareAndSet(false, true);
  }
}
