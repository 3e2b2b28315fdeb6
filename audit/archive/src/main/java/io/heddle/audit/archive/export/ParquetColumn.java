package io.heddle.audit.archive.export;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.ExtrasJson;
import java.util.Locale;
import java.util.function.Function;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The columns of a Parquet file, by the names of the other formats; null is no value. */
enum ParquetColumn {
  ID(Kind.TEXT, one -> one.id().toString()),
  TIME(Kind.MICROS, one -> one.record().startEpochMicros()),
  TENANT(Kind.TEXT, one -> one.record().tenant()),
  ACTOR(Kind.OPTIONAL_TEXT, one -> orNull(one.record().actor())),
  TYPE(Kind.TEXT, one -> one.record().operationType().name()),
  LAYER(Kind.TEXT, one -> one.record().layer().name()),
  TARGET(Kind.OPTIONAL_TEXT, one -> orNull(one.record().target())),
  STATEMENT(Kind.TEXT, one -> one.record().statement()),
  OUTCOME(Kind.TEXT, one -> one.record().outcome().name()),
  ROWS(Kind.OPTIONAL_LONG, one -> one.record().rows() < 0 ? null : one.record().rows()),
  STATUS(Kind.OPTIONAL_INT, one -> one.record().status() == 0 ? null : one.record().status()),
  ERROR(Kind.OPTIONAL_TEXT, one -> orNull(one.record().error())),
  DURATION_NANOS(Kind.LONG, one -> one.record().durationNanos()),
  TRACE_ID(Kind.TEXT, ArchivedOperation::traceId),
  SPAN_ID(Kind.TEXT, ArchivedOperation::spanId),
  SERVICE(Kind.TEXT, ArchivedOperation::service),
  NODE(Kind.TEXT, ArchivedOperation::node),
  BOOT(Kind.TEXT, one -> Long.toHexString(one.boot())),
  SEQ(Kind.LONG, one -> one.record().seq()),
  TRANSACTION(Kind.LONG, one -> one.record().transaction()),
  ORDINAL(Kind.INT, one -> one.record().ordinal()),
  TRUNCATED(Kind.FLAG, one -> one.record().isTruncated()),
  EXTRAS(Kind.OPTIONAL_TEXT, one -> ExtrasJson.text(one.record()));

  private enum Kind {
    TEXT,
    OPTIONAL_TEXT,
    MICROS,
    LONG,
    OPTIONAL_LONG,
    INT,
    OPTIONAL_INT,
    FLAG
  }

  private final Kind kind;
  private final Function<ArchivedOperation, Object> value;

  ParquetColumn(Kind kind, Function<ArchivedOperation, Object> value) {
    this.kind = kind;
    this.value = value;
  }

  /** The schema of a file. */
  static MessageType schema() {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    for (ParquetColumn column : values()) {
      schema.addField(column.type());
    }
    return schema.named("operation");
  }

  /** Its name in the file. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A String, Long, Integer or Boolean; null if an optional column has none. */
  Object value(ArchivedOperation operation) {
    return value.apply(operation);
  }

  private Type type() {
    LogicalTypeAnnotation text = LogicalTypeAnnotation.stringType();
    return switch (kind) {
      case TEXT -> Types.required(BINARY).as(text).named(label());
      case OPTIONAL_TEXT -> Types.optional(BINARY).as(text).named(label());
      case MICROS ->
          Types.required(INT64)
              .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS))
              .named(label());
      case LONG -> Types.required(INT64).named(label());
      case OPTIONAL_LONG -> Types.optional(INT64).named(label());
      case INT -> Types.required(INT32).named(label());
      case OPTIONAL_INT -> Types.optional(INT32).named(label());
      case FLAG -> Types.required(BOOLEAN).named(label());
    };
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
