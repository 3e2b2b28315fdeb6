package io.heddle.agent.context;

import io.heddle.agent.tenant.Tenant;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * The tenant and the place in the trace on whose behalf a thread works. Immutable, but for who
 * acts, which is learnt while the request is served, and for the request's end.
 *
 * <p>A context is <i>open</i> while a thread serves its request. Then it has an end, on the clock
 * of {@link System#nanoTime}: in the past once the request has ended, and in the future while the
 * request waits for a thread to go on with it. {@link ContextEnds} says what follows from that.
 *
 * <p>A <i>part</i> is the context of what a task forks after the request's end: the same as the
 * request's own while that task runs, and over with it.
 *
 * <p>A <i>derived</i> context is that of work which outlived a request: it has no tenant, and knows
 * the request that began it. It is never open.
 */
public final class TenantContext {
  /** W3C flag: the trace is kept. */
  public static final byte SAMPLED = 1;

  /** W3C level 2 flag: the last 7 bytes of the trace ID are random. */
  public static final byte RANDOM = 2;

  private static final long OPEN = 0;

  /**
   * For how long a request that waits for a thread counts as being served. Long enough for a long
   * poll; an asynchronous request that the container forgets does not keep its context for ever.
   */
  static final long LONGEST_WAIT_NANOS = TimeUnit.HOURS.toNanos(1);

  /** No policy lets work linger longer. */
  private static final long LONGEST_LINGER_NANOS = TimeUnit.DAYS.toNanos(2);

  private static final VarHandle END;

  static {
    try {
      END = MethodHandles.lookup().findVarHandle(TenantContext.class, "end", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final Tenant tenant;
  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;
  private final byte traceFlags;
  private final String traceState;
  private final LocalTrace trace;

  /** Null unless the work outlived the request that this context was made for. */
  private final TenantContext begunBy;

  /** The request's own context; null unless this is a part. */
  private final TenantContext whole;

  /**
   * {@link #OPEN}, or when the request ends or ended. Opaque: a reader sees the latest of what it
   * can know of (whoever learns of the end through the application is ordered behind it by that), a
   * long is never torn, and nothing else is published through it. A reader that races with the end
   * takes the one side or the other, and both are true.
   */
  private long end;

  /**
   * Null until work outlives the request. A benign race: a derived context is immutable, and two of
   * one request are equal for all that is recorded.
   */
  private TenantContext derived;

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
    this(tenant, traceIdHigh, traceIdLow, spanId, traceFlags, traceState, trace, null);
  }

  /**
   * A context of an operation that belongs to no request.
   *
   * @param begunBy the context of the request that began the work; null if no request did
   */
  public TenantContext(
      Tenant tenant,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      byte traceFlags,
      String traceState,
      LocalTrace trace,
      TenantContext begunBy) {
    this.tenant = tenant;
    this.traceIdHigh = traceIdHigh;
    this.traceIdLow = traceIdLow;
    this.spanId = spanId;
    this.traceFlags = traceFlags;
    this.traceState = traceState;
    this.trace = trace;
    this.begunBy = begunBy;
    this.whole = null;
    this.end = begunBy == null ? OPEN : -1;
  }

  private TenantContext(TenantContext whole) {
    this.tenant = whole.tenant;
    this.traceIdHigh = whole.traceIdHigh;
    this.traceIdLow = whole.traceIdLow;
    this.spanId = whole.spanId;
    this.traceFlags = whole.traceFlags;
    this.traceState = whole.traceState;
    this.trace = whole.trace;
    this.begunBy = null;
    this.whole = whole;
    this.actor = whole.actor;
    this.end = whole.end();
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

  /** The context of the request that began this work and has ended; null for a request's own. */
  public TenantContext begunBy() {
    return begunBy;
  }

  /** Whether the request is being served, as far as this thread can know: one opaque read. */
  public boolean isOpen() {
    return (long) END.getOpaque(this) == OPEN;
  }

  /** When the request ended, or ends; of no meaning while it is open. */
  long end() {
    return (long) END.getOpaque(this);
  }

  /** The request has ended; final, whatever else is said later. */
  public void ended(long nanoTime) {
    END.setOpaque(this, closed(nanoTime));
  }

  /**
   * No thread serves the request from now on. If none does within an hour, and nothing is heard of
   * its end, it ends then. Does nothing once the request has ended.
   *
   * @param nanoTime now
   */
  public void waits(long nanoTime) {
    END.compareAndSet(this, OPEN, closed(nanoTime + LONGEST_WAIT_NANOS));
  }

  /**
   * A thread goes on to serve the request. Does nothing once it has ended.
   *
   * @param nanoTime now
   */
  public void resumed(long nanoTime) {
    long seen = (long) END.getOpaque(this);
    // An end in the past is final. The CAS loses against an end that comes in between.
    if (seen != OPEN && seen - nanoTime > 0) {
      END.compareAndSet(this, seen, OPEN);
    }
  }

  /** The context of what a task forks that runs after the request's end. */
  TenantContext part() {
    return new TenantContext(this);
  }

  /** Whether this is a part. */
  boolean isPart() {
    return whole != null;
  }

  /** The task that this is a part of has ended, and so it is over, however long work may linger. */
  void partEnded() {
    END.setOpaque(this, closed(end() - LONGEST_LINGER_NANOS));
  }

  /** The context of what outlives the request; one and the same as long as no threads race. */
  TenantContext derived(Tenant nobody) {
    TenantContext known = derived;
    if (known == null) {
      known = new TenantContext(nobody, 0, 0, 0, (byte) 0, "", null, this);
      derived = known;
    }
    return known;
  }

  /** The request's own context: this one, or the one that it is derived from or a part of. */
  public TenantContext origin() {
    if (begunBy != null) {
      return begunBy;
    }
    return whole == null ? this : whole;
  }

  /** One of two billion moments is a nanosecond late, so that none is taken for "open". */
  private static long closed(long nanoTime) {
    return nanoTime == OPEN ? 1 : nanoTime;
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
