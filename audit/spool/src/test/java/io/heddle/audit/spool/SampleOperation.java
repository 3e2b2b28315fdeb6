package io.heddle.audit.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An operation as an agent would hand it to the spool, for the tests of every module: a committed
 * insert into {@code orders}, but for what a test says otherwise. Its texts are encoded when they
 * are set, as an agent's are; so reading it allocates nothing.
 */
public final class SampleOperation implements CapturedOperation {
  private Layer layer = Layer.JDBC;
  private OperationType operationType = OperationType.CREATE;
  private Outcome outcome = Outcome.COMMITTED;
  private String tenant;
  private byte[] tenantUtf8;
  private String actor;
  private byte[] actorUtf8;
  private long traceIdHigh = 1;
  private long traceIdLow = 2;
  private long spanId = 3;
  private long startEpochMicros;
  private long durationNanos = 1_000;
  private String target;
  private byte[] targetUtf8;
  private String statement;
  private byte[] statementUtf8;
  private long rows = 1;
  private int status;
  private String error;
  private byte[] errorUtf8;
  private long transaction;
  private int ordinal;
  private byte[] extras = {};

  private SampleOperation() {}

  /** An insert by a tenant. */
  public static SampleOperation insertBy(String tenant) {
    return new SampleOperation()
        .by(tenant, "")
        .saying("orders", "INSERT INTO orders VALUES (?)", "");
  }

  /** Where it was seen, what it does and how it ended. */
  public SampleOperation of(Layer where, OperationType what, Outcome how) {
    layer = where;
    operationType = what;
    outcome = how;
    return this;
  }

  /** For whom, and who did it. */
  public SampleOperation by(String whom, String who) {
    tenant = whom;
    tenantUtf8 = whom.getBytes(UTF_8);
    actor = who;
    actorUtf8 = who.getBytes(UTF_8);
    return this;
  }

  /** Its trace and span. */
  public SampleOperation in(long traceHigh, long traceLow, long span) {
    traceIdHigh = traceHigh;
    traceIdLow = traceLow;
    spanId = span;
    return this;
  }

  /** When it began and how long it took. */
  public SampleOperation at(long epochMicros, long nanos) {
    startEpochMicros = epochMicros;
    durationNanos = nanos;
    return this;
  }

  /** Its texts. */
  public SampleOperation saying(String where, String what, String failure) {
    target = where;
    targetUtf8 = where.getBytes(UTF_8);
    statement = what;
    statementUtf8 = what.getBytes(UTF_8);
    error = failure;
    errorUtf8 = failure.getBytes(UTF_8);
    return this;
  }

  /** What came back: rows changed and the HTTP status. */
  public SampleOperation answering(long count, int httpStatus) {
    rows = count;
    status = httpStatus;
    return this;
  }

  /** Its place in a transaction. */
  public SampleOperation within(long id, int position) {
    transaction = id;
    ordinal = position;
    return this;
  }

  /** A block of extras. */
  public SampleOperation with(byte[] block) {
    extras = block;
    return this;
  }

  /** The tenant as a text. */
  public String tenant() {
    return tenant;
  }

  /** The actor as a text. */
  public String actor() {
    return actor;
  }

  /** The target as a text. */
  public String target() {
    return target;
  }

  /** The statement as a text. */
  public String statement() {
    return statement;
  }

  /** The error as a text. */
  public String error() {
    return error;
  }

  @Override
  public Layer layer() {
    return layer;
  }

  @Override
  public OperationType operationType() {
    return operationType;
  }

  @Override
  public Outcome outcome() {
    return outcome;
  }

  @Override
  public byte[] tenantUtf8() {
    return tenantUtf8;
  }

  @Override
  public byte[] actorUtf8() {
    return actorUtf8;
  }

  @Override
  public long traceIdHigh() {
    return traceIdHigh;
  }

  @Override
  public long traceIdLow() {
    return traceIdLow;
  }

  @Override
  public long spanId() {
    return spanId;
  }

  @Override
  public long startEpochMicros() {
    return startEpochMicros;
  }

  @Override
  public long durationNanos() {
    return durationNanos;
  }

  @Override
  public byte[] targetUtf8() {
    return targetUtf8;
  }

  @Override
  public byte[] statementUtf8() {
    return statementUtf8;
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
    return errorUtf8;
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
}
