package io.heddle.audit.archive.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an event says, for a person and for programs that know no classes of ours. */
public final class EventText {
  private static final Map<Class<? extends LedgerEvent>, String> KINDS =
      Map.ofEntries(
          Map.entry(LedgerEvent.Decided.class, "OUTCOME"),
          Map.entry(LedgerEvent.Lost.class, "LOSS"),
          Map.entry(LedgerEvent.Booted.class, "BOOT"),
          Map.entry(LedgerEvent.Closed.class, "CLOSE"),
          Map.entry(LedgerEvent.Damaged.class, "DAMAGE"),
          Map.entry(LedgerEvent.Conflicted.class, "CONFLICT"),
          Map.entry(LedgerEvent.Intended.class, "INTENT"),
          Map.entry(LedgerEvent.KeyMade.class, "KEY_MADE"),
          Map.entry(LedgerEvent.KeyChanged.class, "KEY_CHANGED"));

  private EventText() {}

  /** What happened, in capitals: a note's own word, else the kind of leaf. */
  public static String kind(LedgerEvent event) {
    if (event instanceof LedgerEvent.AgentNoted note) {
      return note.what();
    }
    if (event instanceof LedgerEvent.Noted note) {
      return note.what();
    }
    String name = event.getClass().getSimpleName();
    return KINDS.getOrDefault(event.getClass(), name.toUpperCase(Locale.ROOT));
  }

  /**
   * All that it says besides when, by name: texts, numbers, booleans, lists and maps of these. Of a
   * note the fields of its JSON; if it is none, the whole as {@code detail}.
   */
  public static Map<String, Object> detail(LedgerEvent event) {
    if (event instanceof LedgerEvent.AgentNoted note) {
      return parsed(note.detail());
    }
    if (event instanceof LedgerEvent.Noted note) {
      return parsed(note.detail());
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    add(fields, (Record) event);
    fields.remove("micros");
    return fields;
  }

  private static void add(Map<String, Object> fields, Record record) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(record, component);
      if (value instanceof SegmentSeal seal) {
        add(fields, seal);
      } else {
        fields.put(snakeCase(component.getName()), plain(component.getName(), value));
      }
    }
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Object plain(String name, Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (name.equals("boot")) {
      return HexFormat.of().toHexDigits((Long) value); // as in the spool's folder
    }
    if (value instanceof Collection<?> items) {
      return items.stream().map(String::valueOf).toList();
    }
    return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> parsed(String json) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT
          && value(parser) instanceof Map<?, ?> object
          && parser.nextToken() == null) {
        Map<String, Object> fields = new LinkedHashMap<>();
        object.forEach((name, value) -> fields.put(String.valueOf(name), value));
        return fields;
      }
    } catch (IOException noJson) {
      // It may have been cut, or be of before notes were JSON; then it is shown as it is.
    }
    return Map.of("detail", json);
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          object.put(name, value(json));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(json));
        }
        yield array;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      default -> json.getText();
    };
  }
}
