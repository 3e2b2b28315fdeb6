package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.archive.retention.Hold;
import io.heddle.audit.archive.retention.Retention;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Says that what is asked for is under a legal hold: whoever looks may be about to hand it on. */
final class HoldNotice {
  private HoldNotice() {}

  /** Says it of the tenants that a question names; of a question about all only what covers all. */
  static void tell(Consumer<String> listener, Times times, Path home, AuditQuery query)
      throws ArchiveException {
    for (Hold hold : new Retention(home).holds()) {
      if (hold.stands() && covers(hold, query.tenants())) {
        listener.accept(
            "under hold "
                + hold.id()
                + " ("
                + hold.subject()
                + ") since "
                + times.said(hold.heldMicros())
                + ": none of it is pruned");
      }
    }
  }

  private static boolean covers(Hold hold, List<String> tenants) {
    return hold.tenant().isEmpty() || tenants.contains(hold.tenant());
  }
}
