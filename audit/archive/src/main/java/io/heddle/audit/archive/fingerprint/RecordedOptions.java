package io.heddle.audit.archive.fingerprint;

import java.nio.file.Path;
import java.util.List;

/**
 * Whose records a table is compared with.
 *
 * @param home of the archive
 * @param tenants whose writes alone are in the table; empty for all
 * @param service which alone writes it; null for all
 */
public record RecordedOptions(Path home, List<String> tenants, String service) {
  /** Keeps a copy. */
  public RecordedOptions {
    tenants = List.copyOf(tenants);
  }
}
