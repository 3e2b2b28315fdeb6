package io.heddle.audit.archive.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.spool.BegunBy;
import io.heddle.audit.spool.ClockInterval;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.PayloadDigest;
import io.heddle.audit.spool.privacy.KeyedDigest;
import io.heddle.audit.spool.privacy.SealedDetail;
import io.heddle.audit.spool.row.RowFingerprints;
import io.heddle.audit.spool.row.RowFingerprints.Column;
import io.heddle.audit.spool.row.RowFingerprints.Kind;
import io.heddle.audit.spool.row.UnknownRows;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the extras of an operation say, by name: texts, numbers, claims, and maps of them. What is
 * not understood is shown in hexadecimal digits, so that nothing is passed over in silence.
 */
public final class ExtraFields {
  private static final HexFormat HEX = HexFormat.of();
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ExtraFields() {}

  /**
   * The fields, in their order.
   *
   * @param startMicros when the operation began
   */
  public static Map<String, Object> of(OperationExtras extras, long startMicros) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (OperationExtras.Field field : extras.fields()) {
      String name = name(field.tag());
      String free = name;
      for (int i = 2; fields.containsKey(free); i++) {
        free = name + '_' + i;
      }
      fields.put(free, value(field, startMicros));
    }
    return fields;
  }

  /** A value for a person, in one line. */
  public static String text(Object value) {
    if (!(value instanceof Map<?, ?> fields)) {
      return value.toString();
    }
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, part) -> {
          String comma = text.length() == 0 ? "" : ", ";
          text.append(comma).append(name).append(' ').append(text(part));
        });
    return text.toString();
  }

  private static String name(int tag) {
    return switch (tag) {
      case OperationExtras.PAYLOAD_DIGEST -> "payload_digest";
      case OperationExtras.ROW_FINGERPRINT -> "row_fingerprint";
      case OperationExtras.CLOCK_INTERVAL -> "clock";
      case OperationExtras.ACTOR_SOURCE -> "actor_source";
      case OperationExtras.SEALED_DETAIL -> "detail";
      case OperationExtras.PAYLOAD_HMAC -> "payload_hmac";
      case OperationExtras.BEGUN_BY -> "begun_by";
      case OperationExtras.CLIENT_ADDRESS -> "client_address";
      case OperationExtras.NO_FIELD -> "malformed";
      default -> "tag_" + tag;
    };
  }

  private static Object value(OperationExtras.Field field, long startMicros) {
    try {
      return switch (field.tag()) {
        case OperationExtras.PAYLOAD_DIGEST -> digest(PayloadDigest.of(field.value()));
        case OperationExtras.ROW_FINGERPRINT -> rows(field.value());
        case OperationExtras.CLOCK_INTERVAL -> clock(ClockInterval.of(field.value()), startMicros);
        case OperationExtras.ACTOR_SOURCE, OperationExtras.CLIENT_ADDRESS ->
            new String(field.value(), UTF_8);
        case OperationExtras.SEALED_DETAIL -> SealedDetail.text(field.value());
        case OperationExtras.PAYLOAD_HMAC -> digest(KeyedDigest.parse(field.value()));
        case OperationExtras.BEGUN_BY -> request(BegunBy.of(field.value()));
        default -> HEX.formatHex(field.value());
      };
    } catch (IllegalArgumentException ofAnotherKind) {
      return HEX.formatHex(field.value());
    }
  }

  private static Map<String, Object> digest(PayloadDigest digest) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("sha256", HEX.formatHex(digest.digest()));
    fields.put("bytes", digest.sizeBytes());
    fields.put("whole", digest.isWhole());
    return fields;
  }

  private static Map<String, Object> digest(KeyedDigest digest) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("hmac_sha256", HEX.formatHex(digest.hmac()));
    fields.put("key", digest.key().toString());
    fields.put("bytes", digest.sizeBytes());
    fields.put("whole", digest.isWhole());
    return fields;
  }

  private static Map<String, Object> request(BegunBy request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", request.tenant());
    fields.put(
        "trace_id", HEX.toHexDigits(request.traceIdHigh()) + HEX.toHexDigits(request.traceIdLow()));
    return fields;
  }

  private static Map<String, Object> rows(byte[] value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    UnknownRows reason = UnknownRows.of(value);
    if (reason != null) {
      fields.put("unknown", word(reason));
      return fields;
    }
    RowFingerprints prints = RowFingerprints.of(value);
    fields.put("change", word(prints.change()));
    fields.put("rows", (long) prints.rows().size());
    fields.put("all", !prints.hasMore());
    if (prints.key() != null) {
      fields.put("key", prints.key().toString());
    }
    names(fields, "key_columns", prints.keyColumns(), true);
    names(fields, "columns", prints.others(), true);
    names(fields, "left_out", prints.others(), false);
    String algorithm = prints.key() == null ? "sha256" : "hmac_sha256";
    fields.put(
        algorithm,
        prints.rows().stream()
            .map(row -> HEX.formatHex(row.key()) + ':' + HEX.formatHex(row.row()))
            .collect(Collectors.joining(" ")));
    return fields;
  }

  private static void names(
      Map<String, Object> fields, String name, List<Column> columns, boolean areKnown) {
    String names =
        columns.stream()
            .filter(column -> (column.kind() != Kind.UNKNOWN) == areKnown)
            .map(Column::name)
            .collect(Collectors.joining(","));
    if (!names.isEmpty()) {
      fields.put(name, names);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Map<String, Object> clock(ClockInterval interval, long startMicros) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("earliest", moment(startMicros, -interval.earlierMicros()));
    fields.put("latest", moment(startMicros, interval.laterMicros()));
    fields.put("status", word(interval.status()));
    return fields;
  }

  private static String moment(long startMicros, long more) {
    return MICROS.format(
        Instant.EPOCH.plus(startMicros, ChronoUnit.MICROS).plus(more, ChronoUnit.MICROS));
  }
}
