package io.heddle.agent.context;

import java.nio.charset.StandardCharsets;

/**
 * The {@code traceparent} header of W3C Trace Context, level 2.
 *
 * @param traceIdHigh the first 8 bytes of the trace ID, big-endian
 * @param traceIdLow the last 8 bytes; not both are 0
 * @param parentId the caller's span ID; never 0
 * @param flags the trace flags
 */
public record TraceParent(long traceIdHigh, long traceIdLow, long parentId, byte flags) {
  /** Name of the header. */
  public static final String HEADER = "traceparent";

  /** Name of the header that travels with it. */
  public static final String STATE_HEADER = "tracestate";

  private static final int LENGTH = 55;
  private static final int TRACE_ID = 3;
  private static final int PARENT_ID = 36;
  private static final int FLAGS = 53;

  /**
   * Reads a header.
   *
   * @return null if it is absent or malformed; the specification then wants a new trace
   */
  public static TraceParent parse(String header) {
    if (header == null
        || header.length() < LENGTH
        || !Hex.matches(header, 0, 2)
        || header.charAt(2) != '-'
        || !Hex.matches(header, TRACE_ID, 32)
        || header.charAt(PARENT_ID - 1) != '-'
        || !Hex.matches(header, PARENT_ID, 16)
        || header.charAt(FLAGS - 1) != '-'
        || !Hex.matches(header, FLAGS, 2)) {
      return null;
    }
    long version = Hex.read(header, 0, 2);
    // Version ff is forbidden, version 00 ends here, and a later one may only go on after a dash.
    if (version == 0xff
        || version == 0 && header.length() != LENGTH
        || header.length() > LENGTH && header.charAt(LENGTH) != '-') {
      return null;
    }
    long high = Hex.read(header, TRACE_ID, 16);
    long low = Hex.read(header, TRACE_ID + 16, 16);
    long parent = Hex.read(header, PARENT_ID, 16);
    if ((high | low) == 0 || parent == 0) {
      return null;
    }
    return new TraceParent(high, low, parent, (byte) Hex.read(header, FLAGS, 2));
  }

  /** Whether the caller keeps the trace. */
  public boolean isSampled() {
    return (flags & TenantContext.SAMPLED) != 0;
  }

  /** Writes the header for a call made under {@code context} by the span {@code spanId}. */
  public static String format(TenantContext context, long spanId) {
    byte[] text = new byte[LENGTH];
    text[0] = '0';
    text[1] = '0';
    text[2] = '-';
    Hex.write(text, TRACE_ID, context.traceIdHigh(), 16);
    Hex.write(text, TRACE_ID + 16, context.traceIdLow(), 16);
    text[PARENT_ID - 1] = '-';
    Hex.write(text, PARENT_ID, spanId, 16);
    text[FLAGS - 1] = '-';
    Hex.write(
        text, FLAGS, context.traceFlags() & (TenantContext.SAMPLED | TenantContext.RANDOM), 2);
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
