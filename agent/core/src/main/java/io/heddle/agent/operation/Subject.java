package io.heddle.agent.operation;

import io.heddle.audit.spool.OperationType;
import io.heddle.sampler.policy.AuditDecision;
import io.heddle.sampler.policy.AuditRules;
import io.heddle.sampler.policy.Guarantee;
import io.heddle.sampler.policy.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What many operations have in common: a normalised statement, or a method and a route. Interned
 * where it is parsed, so that its texts are encoded once. Immutable, but for what it remembers of
 * the policy in force.
 */
public final class Subject {
  static final byte[] NONE = {};

  /** What some rules say about this subject. */
  private record Audited(AuditRules rules, AuditDecision decision, OperationType recordedAs) {}

  /** How some redaction shows this subject. */
  private record Shown(Redaction redaction, Subject subject) {}

  private final OperationType type;
  private final boolean changesSomething;
  private final String verb;
  private final String target;
  private final String text;
  private final String spanName;
  private final boolean isCertain;
  private final byte[] targetUtf8;
  private final byte[] textUtf8;

  /** What this one was before redaction; itself if nothing was taken out. */
  private final Subject origin;

  /*
   * Both are benign races: a record is whole however it is published, and whoever finds one of
   * other rules, or none, asks the policy again.
   */
  private Audited audited;
  private Shown shown;

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
    this(type, changesSomething, verb, target, text, spanName, true);
  }

  /**
   * A subject whose target may not be known for certain.
   *
   * @param isCertain whether it has that target; if not, rules that name targets apply to it
   *     whatever they name
   */
  public Subject(
      OperationType type,
      boolean changesSomething,
      String verb,
      String target,
      String text,
      String spanName,
      boolean isCertain) {
    this(type, changesSomething, verb, target, text, spanName, isCertain, utf8(text), null);
  }

  private Subject(
      OperationType type,
      boolean changesSomething,
      String verb,
      String target,
      String text,
      String spanName,
      boolean isCertain,
      byte[] textUtf8,
      Subject origin) {
    this.type = type;
    this.changesSomething = changesSomething;
    this.verb = verb;
    this.target = target;
    this.text = text;
    this.spanName = spanName;
    this.targetUtf8 = utf8(target);
    this.textUtf8 = textUtf8;
    this.isCertain = isCertain;
    this.origin = origin == null ? this : origin;
  }

  /** The same text, and something else that it changes. */
  public Subject beside(OperationType otherType, String verb, String target, boolean isCertain) {
    String name = verb + ' ' + target;
    return new Subject(otherType, true, verb, target, text, name, isCertain, textUtf8, null);
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

  /** Whether it has that target; if not, the target stands for others that are not known. */
  public boolean isCertain() {
    return isCertain;
  }

  /** Whether the audit records it. Costs a comparison unless the rules have changed. */
  public boolean isRecorded(AuditRules rules) {
    return under(rules).decision.isRecorded();
  }

  /** Whether its literals and bound values are kept, encrypted; costs as much. */
  public boolean isDetailed(AuditRules rules) {
    return under(rules).decision.keepsDetail();
  }

  /** What its committed writes are promised, or null; costs as much. */
  public Guarantee guarantee(AuditRules rules) {
    return under(rules).decision.guarantee();
  }

  /** What identifies the rows it writes if they are fingerprinted; else nothing. Costs as much. */
  List<String> fingerprintKey(AuditRules rules) {
    return under(rules).decision.fingerprintKey();
  }

  /** The type that the audit records it with. Costs as much. */
  public OperationType recordedAs(AuditRules rules) {
    return under(rules).recordedAs;
  }

  private Audited under(AuditRules rules) {
    Audited known = origin.audited;
    if (known == null || known.rules != rules) {
      String type = typeName();
      AuditDecision decision =
          isCertain
              ? rules.decide(type, origin.target, changesSomething)
              : rules.decideUncertain(type, origin.target);
      known = new Audited(rules, decision, named(decision.recordedAs()));
      origin.audited = known;
    }
    return known;
  }

  /** This subject as it may leave the process. Costs a comparison unless the policy has changed. */
  Subject shownUnder(Redaction redaction) {
    Shown known = shown;
    if (known == null || known.redaction != redaction) {
      known = new Shown(redaction, redaction.hides(target, text) ? masked() : this);
      shown = known;
    }
    return known.subject;
  }

  /** Whether its names were taken out. */
  boolean isMasked() {
    return origin != this;
  }

  private Subject masked() {
    String text = verb + ' ' + Redaction.MASK;
    return new Subject(
        type, changesSomething, verb, Redaction.MASK, text, text, isCertain, utf8(text), this);
  }

  /** The type in lower case, as a policy writes it. */
  public String typeName() {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static OperationType named(String type) {
    return OperationType.valueOf(type.toUpperCase(Locale.ROOT));
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
