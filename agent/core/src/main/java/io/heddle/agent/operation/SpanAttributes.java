package io.heddle.agent.operation;

import io.heddle.exporter.telemetry.FinishedOperation.AttributeConsumer;

/**
 * What a span says of its operation beside its name, by OpenTelemetry's semantic conventions. Used
 * on the exporter's thread alone, and loaded with the first span that is shipped.
 */
final class SpanAttributes {
  private SpanAttributes() {}

  /**
   * Hands over what the conventions ask for of the operation's layer, and then what it has further.
   *
   * @param further key, value, key, value …; a value is a String, left out if it is empty, or a
   *     Long
   */
  static void handOver(Operation operation, Object[] further, AttributeConsumer consumer) {
    switch (operation.layer()) {
      case JDBC -> statement(operation, consumer);
      case HTTP_SERVER -> served(operation.subject(), consumer);
      case HTTP_CLIENT -> called(operation, consumer);
      case AGENT -> {}
    }
    if (operation.status() != 0) {
      consumer.number("http.response.status_code", operation.status());
    }
    if (operation.isError()) {
      consumer.text("error.type", operation.error());
    }
    for (int i = 0; i < further.length; i += 2) {
      if (further[i + 1] instanceof Long number) {
        consumer.number((String) further[i], number);
      } else if (!"".equals(further[i + 1])) {
        consumer.text((String) further[i], (String) further[i + 1]);
      }
    }
  }

  private static void statement(Operation operation, AttributeConsumer consumer) {
    Subject subject = operation.subject();
    consumer.text("db.system.name", operation.peer());
    consumer.text("db.operation.name", subject.verb());
    consumer.text("db.query.text", subject.text());
    if (!subject.target().isEmpty()) {
      consumer.text("db.collection.name", subject.target());
    }
  }

  private static void served(Subject subject, AttributeConsumer consumer) {
    consumer.text("http.request.method", subject.verb());
    if (!subject.target().isEmpty()) {
      consumer.text("http.route", subject.target());
    }
  }

  private static void called(Operation operation, AttributeConsumer consumer) {
    consumer.text("http.request.method", operation.subject().verb());
    consumer.text("server.address", operation.peer());
  }
}
