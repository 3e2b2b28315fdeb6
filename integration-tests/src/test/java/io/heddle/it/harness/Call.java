package io.heddle.it.harness;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request to make.
 *
 * @param path with its query
 */
public record Call(String method, String path, Map<String, String> headers) {
  /** A request without headers. */
  public static Call of(String method, String path) {
    return new Call(method, path, Map.of());
  }

  /** The same request on behalf of a tenant. */
  public Call tenant(String tenant) {
    return header("X-Tenant-ID", tenant);
  }

  /** The same request as part of a trace. */
  public Call trace(Trace trace) {
    return header("traceparent", trace.traceParent());
  }

  /** The same request with one header more. */
  public Call header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Call(method, path, Map.copyOf(more));
  }
}
