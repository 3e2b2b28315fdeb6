package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A column of the table of operations. */
enum Column {
  /** When it began. */
  TIME(23, true, false, it -> ""),
  /** Whose it is. */
  TENANT(16, false, false, it -> it.record().tenant()),
  /** Who did it. */
  ACTOR(16, false, false, it -> it.record().actor()),
  /** What was done. */
  TYPE(6, true, false, it -> it.record().operationType().name()),
  /** Where it was seen. */
  LAYER(11, true, false, it -> it.record().layer().name()),
  /** The table or route. */
  TARGET(18, false, false, it -> it.record().target()),
  /** How it ended, with the error if there is one. */
  OUTCOME(16, false, false, it -> result(it.record())),
  /** What went wrong. */
  ERROR(16, false, false, it -> it.record().error()),
  /** How many rows were concerned. */
  ROWS(5, true, true, it -> orDash(it.record().rows(), it.record().rows() < 0)),
  /** The HTTP status. */
  STATUS(6, true, true, it -> orDash(it.record().status(), it.record().status() == 0)),
  /** How long it took, in milliseconds. */
  MS(7, true, true, it -> String.format(Locale.ROOT, "%.1f", it.record().durationNanos() / 1e6)),
  /** Its ID, as {@code show} takes it. */
  ID(29, true, false, it -> it.id().toString()),
  /** The trace it belongs to. */
  TRACE(32, true, false, ArchivedOperation::traceId),
  /** The span it belongs to. */
  SPAN(16, true, false, ArchivedOperation::spanId),
  /** The service it was recorded in. */
  SERVICE(16, false, false, ArchivedOperation::service),
  /** The machine or pod. */
  NODE(16, false, false, ArchivedOperation::node),
  /** The statement, without its literals. */
  STATEMENT(20, false, false, it -> it.record().statement());

  private static final List<Column> NARROW =
      List.of(TIME, TENANT, TYPE, TARGET, OUTCOME, ROWS, MS, STATEMENT);
  private static final List<Column> WITH_ACTOR =
      List.of(TIME, TENANT, ACTOR, TYPE, TARGET, OUTCOME, ROWS, MS, STATEMENT);
  private static final List<Column> WITH_ID =
      List.of(TIME, TENANT, ACTOR, TYPE, TARGET, OUTCOME, ROWS, MS, ID, STATEMENT);
  private static final List<Column> WITH_TRACE =
      List.of(TIME, TENANT, ACTOR, TYPE, TARGET, OUTCOME, ROWS, MS, ID, TRACE, STATEMENT);

  private final int usualWidth;
  private final boolean isWhole;
  private final boolean isNumber;
  private final Function<ArchivedOperation, String> value;

  Column(
      int usualWidth,
      boolean isWhole,
      boolean isNumber,
      Function<ArchivedOperation, String> value) {
    this.usualWidth = usualWidth;
    this.isWhole = isWhole;
    this.isNumber = isNumber;
    this.value = value;
  }

  /**
   * The columns shown if none are chosen.
   *
   * @param width the terminal's columns; 0 for no limit
   */
  static List<Column> defaults(int width) {
    if (width == 0 || width >= 200) {
      return WITH_TRACE;
    }
    if (width >= 170) {
      return WITH_ID;
    }
    return width >= 140 ? WITH_ACTOR : NARROW;
  }

  /** What {@code --columns} calls it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its head. */
  String title(Times times) {
    return this == TIME ? "TIME (" + times.name() + ")" : name();
  }

  /** What it shows of an operation, harmless for a terminal. */
  String text(ArchivedOperation operation, Times times) {
    return this == TIME
        ? times.readable(operation.record().startEpochMicros())
        : Plain.text(value.apply(operation));
  }

  /** The width it has while there is not enough room for every value. */
  int usualWidth() {
    return usualWidth;
  }

  /** Whether its values are of use only if nothing of them is cut. */
  boolean isWhole() {
    return isWhole;
  }

  /** Whether its values stand at the right. */
  boolean isNumber() {
    return isNumber;
  }

  private static String result(OperationRecord record) {
    String outcome = record.outcome().name();
    return record.error().isEmpty() ? outcome : outcome + " " + record.error();
  }

  private static String orDash(long number, boolean isUnknown) {
    return isUnknown ? "-" : Long.toString(number);
  }
}
