package io.heddle.agent.context;

import io.heddle.agent.tenant.Tenant;

/**
 * The tenant and the place in the trace on whose behalf a thread works. Immutable, but for who
 * acts, which is learnt while the request is served.
 */
public final class TenantContext {
  /** W3C flag: the trace is kept. */
  public static final byte SAMPLED = 1;

  /** W3C level 2 flag: the last 7 bytes of the trace ID are random. */
  public static final byte RANDOM = 2;

  private final Tenant tenant;
  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;
  private final byte traceFlags;
  private final String traceState;
  private final LocalTrace trace;

  /**
   * A benign race: whoever is given is immutable, and a thread that does not see them yet records
   * nobody. In an object of its own it would cost every request an allocation.
   */
  private Actor actor;

  /**
   * @param tenant whose request it is
   * @param traceIdHigh the first 8 bytes of the W3C trace ID, big-endian
   * @param traceIdLow the last 8 bytes
   * @param spanId the span under which work is done now; never 0
   * @param traceFlags the W3C trace flags
   * @param traceState what travels in {@code tracestate} beside our own member; empty if nothing
   * @param trace where finished operations wait for the end of the request; null if they need not
   */
  public TenantContext(
      Tenant tenant,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      byte traceFlags,
      String traceState,
      LocalTrace trace) {
    this.tenant = tenant;
    this.traceIdHigh = traceIdHigh;
    this.traceIdLow = traceIdLow;
    this.spanId = spanId;
    this.traceFlags = traceFlags;
    this.traceState = traceState;
    this.trace = trace;
  }

  /** A context whose operations wait for nothing. */
  public TenantContext(
      Tenant tenant,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      byte traceFlags,
      String traceState) {
    this(tenant, traceIdHigh, traceIdLow, spanId, traceFlags, traceState, null);
  }

  /** Whose request it is. */
  public Tenant tenant() {
    return tenant;
  }

  /** The first 8 bytes of the W3C trace ID, big-endian. */
  public long traceIdHigh() {
    return traceIdHigh;
  }

  /** The last 8 bytes. */
  public long traceIdLow() {
    return traceIdLow;
  }

  /** The span under which work is done now; never 0. */
  public long spanId() {
    return spanId;
  }

  /** The W3C trace flags. */
  public byte traceFlags() {
    return traceFlags;
  }

  /** What travels in {@code tracestate} beside our own member; empty if nothing does. */
  public String traceState() {
    return traceState;
  }

  /** Where finished operations wait for the end of the request; null if they need not. */
  public LocalTrace trace() {
    return trace;
  }

  /** Whether spans of this trace are kept, as far as its head knows. */
  public boolean isSampled() {
    return (traceFlags & SAMPLED) != 0;
  }

  /** Who acts; null if nobody is known, or not yet. */
  public Actor actor() {
    return actor;
  }

  /** Whether somebody of that rank would say more than is known. */
  public boolean wantsActor(int rank) {
    Actor known = actor;
    return known == null || known.rank() > rank;
  }

  /** Says who acts. */
  public void actedBy(Actor who) {
    actor = who;
  }
}
