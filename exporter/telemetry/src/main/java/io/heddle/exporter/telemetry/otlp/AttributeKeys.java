package io.heddle.exporter.telemetry.otlp;

import io.opentelemetry.api.common.AttributeKey;
import java.util.HashMap;
import java.util.Map;

/**
 * The SDK's key objects, kept because each of them caches its encoded form.
 *
 * <p>Bound: 256 keys of each kind; further ones are made afresh. Exporter's thread only.
 */
final class AttributeKeys {
  static final AttributeKey<String> TENANT_ID = AttributeKey.stringKey("tenant.id");

  private static final int MOST = 256;

  private final Map<String, AttributeKey<String>> texts = new HashMap<>();
  private final Map<String, AttributeKey<Long>> numbers = new HashMap<>();

  AttributeKey<String> text(String key) {
    AttributeKey<String> known = texts.get(key);
    if (known == null) {
      known = AttributeKey.stringKey(key);
      if (texts.size() < MOST) {
        texts.put(key, known);
      }
    }
    return known;
  }

  AttributeKey<Long> number(String key) {
    AttributeKey<Long> known = numbers.get(key);
    if (known == null) {
      known = AttributeKey.longKey(key);
      if (numbers.size() < MOST) {
        numbers.put(key, known);
      }
    }
    return known;
  }
}
