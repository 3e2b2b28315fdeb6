package io.heddle.agent.context;

import io.heddle.agent.tenant.Tenant;

/**
 * The tenant and the place in the trace on whose behalf a thread works. Immutable.
 *
 * @param tenant whose request it is
 * @param traceIdHigh the first 8 bytes of the W3C trace ID, big-endian
 * @param traceIdLow the last 8 bytes
 * @param spanId the span under which work is done now; never 0
 * @param traceFlags the W3C trace flags
 * @param traceState what travels in {@code tracestate} beside our own member; empty if nothing does
 * @param trace where finished operations wait for the end of the request; null if they need not
 */
public record TenantContext(
    Tenant tenant,
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    byte traceFlags,
    String traceState,
    LocalTrace trace) {
  /** W3C flag: the trace is kept. */
  public static final byte SAMPLED = 1;

  /** W3C level 2 flag: the last 7 bytes of the trace ID are random. */
  public static final byte RANDOM = 2;

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

  /** Whether spans of this trace are kept, as far as its head knows. */
  public boolean isSampled() {
    return (traceFlags & SAMPLED) != 0;
  }
}
