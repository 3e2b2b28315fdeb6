package io.heddle.agent.operation;

import io.heddle.audit.spool.OperationType;
import java.nio.charset.StandardCharsets;

/**
 * What many operations have in common: a normalised statement, or a method and a route. Interned
 * where it is parsed, so that its texts are encoded once. Immutable.
 */
public final class Subject {
  private static final byte[] NONE = {};

  private final OperationType type;
  private final boolean changesSomething;
  private final String verb;
  private final String target;
  private final String text;
  private final String spanName;
  private final byte[] targetUtf8;
  private final byte[] textUtf8;

  /**
   * @param type what it does to its target
   * @param changesSomething whether it may change data: writes and unsafe requests
   * @param verb the statement's first word in upper case, or the HTTP method
   * @param target a table, or a route; empty if none is known
   * @param text the statement without literals, or method and route
   * @param spanName name of its spans, of low cardinality
   */
  public Subject(
      OperationType type,
      boolean changesSomething,
      String verb,
      String target,
      String text,
      String spanName) {
    this.type = type;
    this.changesSomething = changesSomething;
    this.verb = verb;
    this.target = target;
    this.text = text;
    this.spanName = spanName;
    this.targetUtf8 = utf8(target);
    this.textUtf8 = utf8(text);
  }

  /** What it does to its target. */
  public OperationType type() {
    return type;
  }

  /** Whether it may change data: such operations are audited. */
  public boolean changesSomething() {
    return changesSomething;
  }

  /** The statement's first word in upper case, or the HTTP method. */
  public String verb() {
    return verb;
  }

  /** A table, or a route; empty if none is known. */
  public String target() {
    return target;
  }

  /** The statement without literals, or method and route. */
  public String text() {
    return text;
  }

  /** Name of its spans. */
  public String spanName() {
    return spanName;
  }

  byte[] targetUtf8() {
    return targetUtf8;
  }

  byte[] textUtf8() {
    return textUtf8;
  }

  static byte[] utf8(String text) {
    return text.isEmpty() ? NONE : text.getBytes(StandardCharsets.UTF_8);
  }
}
