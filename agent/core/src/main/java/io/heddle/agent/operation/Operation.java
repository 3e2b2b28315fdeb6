package io.heddle.agent.operation;

import io.heddle.agent.context.Actor;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.context.TraceIds;
import io.heddle.agent.context.TraceParent;
import io.heddle.agent.context.TraceState;
import io.heddle.audit.spool.CapturedOperation;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.exporter.telemetry.FinishedOperation;
import io.heddle.sampler.policy.Guarantee;
import io.heddle.sampler.policy.Redaction;
import io.heddle.sampler.traces.ProbabilityState;
import io.heddle.sampler.traces.Threshold;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One call the application made or served: a request, a statement.
 *
 * <p>Mutable on the thread that runs it until its end; what the sinks then read never changes
 * again, so it may be handed to the exporter's thread without a copy.
 */
public final class Operation implements CapturedOperation, FinishedOperation {
  /** What stands where something was sealed. */
  private static final byte[] SEALED_UTF8 = Subject.utf8("~sealed");

  private static final Object[] NO_ATTRIBUTES = {};
  private static final byte[] MASK_UTF8 = Subject.utf8(Redaction.MASK);

  private final Layer layer;
  private final Kind kind;
  private final TenantContext context;
  private final long spanId;
  private final long parentSpanId;
  private final boolean hasRemoteParent;
  private final long startNanoTime;
  private final long startEpochNanos;

  private Subject subject;
  private String peer = "";
  private boolean hidesActor;
  private boolean sealsActor;
  private long durationNanos;
  private Outcome outcome = Outcome.UNKNOWN;
  private String error = "";
  private int status;
  private long rows = -1;
  private long transaction;
  private int ordinal;
  private byte[] extras = Subject.NONE;
  private Guarantee promised;
  private boolean isAnnounced;
  private boolean isFurtherTarget;
  private Object[] attributes = NO_ATTRIBUTES;

  /** Null if nothing is to be sealed, and once it is. */
  private OperationDetail detail;

  /** What its record has for a target; empty if that is its subject's. */
  private String place = "";

  /** Null until it is recorded. */
  private OperationType recordedAs;

  /** Null if nobody wants their fingerprints. */
  private WrittenRows written;

  private Operation(
      Layer layer,
      Kind kind,
      TenantContext context,
      long spanId,
      long parentSpanId,
      boolean hasRemoteParent,
      long startNanoTime,
      long startEpochNanos) {
    this.layer = layer;
    this.kind = kind;
    this.context = context;
    this.spanId = spanId;
    this.parentSpanId = parentSpanId;
    this.hasRemoteParent = hasRemoteParent;
    this.startNanoTime = startNanoTime;
    this.startEpochNanos = startEpochNanos;
  }

  /** A request served: {@code context} was made for it and names its span. */
  static Operation served(
      TenantContext context, TraceParent parent, long nanoTime, long epochNanos) {
    return new Operation(
        Layer.HTTP_SERVER,
        Kind.SERVER,
        context,
        context.spanId(),
        parent == null ? 0 : parent.parentId(),
        parent != null,
        nanoTime,
        epochNanos);
  }

  /** A call made on behalf of {@code context}, whose span is its parent. */
  static Operation called(
      Layer layer, TenantContext context, long spanId, long nanoTime, long epochNanos) {
    return new Operation(
        layer, Kind.CLIENT, context, spanId, context.spanId(), false, nanoTime, epochNanos);
  }

  /** A call made on behalf of nobody: the root of a trace of its own. */
  static Operation orphaned(Layer layer, TenantContext context, long nanoTime, long epochNanos) {
    return new Operation(
        layer, Kind.CLIENT, context, context.spanId(), 0, false, nanoTime, epochNanos);
  }

  /**
   * A record of a further table that the same statement writes: the audit has it, but it is no call
   * of its own.
   */
  public Operation ofFurtherTarget() {
    Operation also = sibling();
    also.isFurtherTarget = true;
    return also;
  }

  /** Whether it is a record of a further table, and no call of its own. */
  public boolean isFurtherTarget() {
    return isFurtherTarget;
  }

  /** Another call of the same kind, made at the same time for the same parent. */
  public Operation sibling() {
    return new Operation(
        layer,
        kind,
        context,
        TraceIds.spanId(),
        parentSpanId,
        hasRemoteParent,
        startNanoTime,
        startEpochNanos);
  }

  /** Names what the operation does; must be called before its end. */
  public void names(Subject what) {
    subject = what;
  }

  /** Says where its record places it, whose subject names no target. */
  public void placedAt(String shown) {
    place = shown;
  }

  /** Says which type its record has. */
  public void recordedAs(OperationType type) {
    recordedAs = type;
  }

  /** Names the other side: {@code db.system.name} of a statement, host of a request made. */
  public void addresses(String system) {
    peer = system;
  }

  /**
   * The request was answered.
   *
   * @param httpStatus 0 if there was no answer
   * @param errorType empty if this is no error by the semantic conventions, which leave 4xx to the
   *     client; the request has failed all the same
   */
  public void answered(int httpStatus, String errorType) {
    status = httpStatus;
    error = errorType;
    outcome = errorType.isEmpty() && httpStatus < 400 ? Outcome.SUCCEEDED : Outcome.FAILED;
  }

  /** The driver reported {@code count} rows changed; -1 if it did not say. */
  public void changed(long count) {
    rows = count;
  }

  /** The call failed with that SQLState or exception class. */
  public void failed(String errorType) {
    error = errorType;
  }

  /** The outcome is known. */
  public void decided(Outcome known) {
    outcome = known;
  }

  /** The outcome is that of a transaction which is still open. */
  public void belongsTo(long openTransaction, int position) {
    transaction = openTransaction;
    ordinal = position;
    outcome = Outcome.PENDING;
  }

  /** Its record is to be durable before it is committed, if the policy says so. */
  public void promise(Guarantee guarantee) {
    promised = guarantee;
  }

  /** What its record is promised; null for nothing more than to survive the process. */
  public Guarantee promised() {
    return promised;
  }

  /**
   * It is recorded before it runs, because it commits by itself: as a transaction of its own, whose
   * outcome is recorded when it is known.
   */
  public void announcedAs(long ownTransaction, int position) {
    belongsTo(ownTransaction, position);
    isAnnounced = true;
  }

  /** Whether it was recorded before it ran. */
  public boolean isAnnounced() {
    return isAnnounced;
  }

  /** Further attributes of the span: key, value, key, value …; a value is a String or a Long. */
  public void describedBy(Object... pairs) {
    attributes = pairs;
  }

  /**
   * Says something more in its record: {@code block} is laid out as {@code OperationExtras} does.
   * The first costs nothing but the reference.
   */
  public void extend(byte[] block) {
    if (extras.length == 0) {
      extras = block;
    } else if (block.length > 0) {
      byte[] longer = Arrays.copyOf(extras, extras.length + block.length);
      System.arraycopy(block, 0, longer, extras.length, block.length);
      extras = longer;
    }
  }

  /** What is to be kept of it besides, sealed; null for nothing. */
  public void detailedBy(OperationDetail confidential) {
    detail = confidential;
  }

  /** What is to be kept of it besides, sealed; null if nothing is, or it is sealed already. */
  public OperationDetail detail() {
    return detail;
  }

  /**
   * Its detail is in the record now, sealed, or could not be; called once, by the sink that records
   * it. No other reads what this changes.
   *
   * @param value of the record's field
   */
  public void sealed(byte[] value) {
    detail = null;
    extras = OperationExtras.with(extras, OperationExtras.SEALED_DETAIL, value);
  }

  /** The rows it writes; null if nobody wants their fingerprints. */
  public void writes(WrittenRows rows) {
    written = rows;
  }

  /** The rows it writes; null if nobody wants their fingerprints. */
  public WrittenRows written() {
    return written;
  }

  /** Keeps its actor among what is to be sealed, and nowhere else. */
  void sealActor() {
    sealsActor = true;
    Actor known = context.actor();
    if (known != null && !hidesActor) {
      if (detail == null) {
        detail = new OperationDetail();
      }
      detail.actedBy(new String(known.nameUtf8(), StandardCharsets.UTF_8));
    }
  }

  /** Takes out what must not leave the process; after this nothing else is set. */
  void redact(Redaction redaction) {
    subject = subject.shownUnder(redaction);
    hidesActor = redaction.hidesActors();
    if (subject.isMasked()) {
      detail = null;
      written = null;
    }
    RedactedPaths.apply(redaction, subject.isMasked(), attributes);
  }

  void ended(long nanoTime) {
    durationNanos = Math.max(0, nanoTime - startNanoTime);
  }

  /** Whether so much time has passed since its start; to be asked before its end. */
  boolean hasTaken(long nanos) {
    return System.nanoTime() - startNanoTime >= nanos;
  }

  /** Whether it is the first operation of its trace in this process. */
  public boolean isLocalRoot() {
    return spanId == context.spanId();
  }

  /** On whose behalf it ran. */
  public TenantContext context() {
    return context;
  }

  /** What it does. */
  public Subject subject() {
    return subject;
  }

  /** The other side; empty if it has no name. */
  public String peer() {
    return peer;
  }

  /** SQLState, HTTP status or exception class; empty if it succeeded. */
  public String error() {
    return error;
  }

  @Override
  public Layer layer() {
    return layer;
  }

  @Override
  public OperationType operationType() {
    return recordedAs == null ? subject.type() : recordedAs;
  }

  @Override
  public Outcome outcome() {
    return outcome;
  }

  @Override
  public byte[] tenantUtf8() {
    return context.tenant().idUtf8();
  }

  @Override
  public byte[] actorUtf8() {
    Actor actor = context.actor();
    if (actor == null) {
      return Subject.NONE;
    }
    if (hidesActor) {
      return MASK_UTF8;
    }
    return sealsActor ? SEALED_UTF8 : actor.nameUtf8();
  }

  @Override
  public long traceIdHigh() {
    return context.traceIdHigh();
  }

  @Override
  public long traceIdLow() {
    return context.traceIdLow();
  }

  @Override
  public long spanId() {
    return spanId;
  }

  @Override
  public long startEpochMicros() {
    return Math.floorDiv(startEpochNanos, 1_000L);
  }

  @Override
  public long durationNanos() {
    return durationNanos;
  }

  @Override
  public byte[] targetUtf8() {
    return place.isEmpty() ? subject.targetUtf8() : Subject.utf8(place);
  }

  @Override
  public byte[] statementUtf8() {
    return subject.textUtf8();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public byte[] errorUtf8() {
    return Subject.utf8(error);
  }

  @Override
  public long transaction() {
    return transaction;
  }

  @Override
  public int ordinal() {
    return ordinal;
  }

  @Override
  public byte[] extras() {
    return extras;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String spanName() {
    return subject.spanName();
  }

  @Override
  public long parentSpanId() {
    return parentSpanId;
  }

  @Override
  public boolean hasRemoteParent() {
    return hasRemoteParent;
  }

  @Override
  public byte traceFlags() {
    return isPromoted()
        ? (byte) (context.traceFlags() | TenantContext.SAMPLED)
        : context.traceFlags();
  }

  @Override
  public String traceState() {
    // Whoever is promoted is kept with certainty, whatever its head said.
    return isPromoted()
        ? TraceState.withProbability(
            context.traceState(),
            ProbabilityState.parse(TraceState.probability(context.traceState()))
                .withThreshold(Threshold.ALWAYS)
                .format())
        : context.traceState();
  }

  private boolean isPromoted() {
    return context.trace() != null && context.trace().isPromoted();
  }

  @Override
  public String tenantId() {
    return context.tenant().id();
  }

  @Override
  public long startEpochNanos() {
    return startEpochNanos;
  }

  @Override
  public long endEpochNanos() {
    return startEpochNanos + durationNanos;
  }

  @Override
  public boolean isError() {
    // Semantic conventions: a 4xx answer is the client's error, not the server's.
    return !error.isEmpty();
  }

  @Override
  public void forEachAttribute(AttributeConsumer consumer) {
    SpanAttributes.handOver(this, attributes, consumer);
  }
}
