package io.heddle.audit.archive.privacy;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.retention.Hold;
import io.heddle.audit.archive.retention.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Erases a tenant: what was sealed for it nobody can read any more, and its records stay as they
 * were signed. May be asked beside an archiver, by any process.
 */
public final class TenantErasure {
  /**
   * What erasing a tenant now would do.
   *
   * @param tenant with its keys
   * @param holds that forbid it
   */
  public record Plan(TenantKeyRing.Tenant tenant, List<Hold> holds) {
    /** Keeps a copy. */
    public Plan {
      holds = List.copyOf(holds);
    }
  }

  private final ArchiveHome home;
  private final Retention retention;

  /** Of the archive below a home directory. */
  public TenantErasure(Path homeDirectory) {
    home = new ArchiveHome(homeDirectory);
    retention = new Retention(homeDirectory);
  }

  /** What erasing a tenant now would do; nothing is changed. */
  public Plan plan(String tenant) throws ArchiveException {
    List<Hold> holds =
        retention.holds().stream().filter(hold -> hold.stands() && hold.covers(tenant)).toList();
    return new Plan(TenantKeyRing.of(home).tenant(tenant), holds);
  }

  /**
   * Destroys all of a tenant's keys: those that are here, and those that come later from a run
   * which did not know yet. It is durable when this returns; the ledger tells of it as soon as an
   * archiver runs.
   *
   * @return how many keys were destroyed
   * @throws ArchiveException if a hold stands that covers the tenant, or there is no archive
   */
  public int erase(String tenant, String by, String reason, long nowMicros)
      throws ArchiveException {
    if (!Files.isDirectory(home.archive())) {
      throw new ArchiveException("there is no archive below " + home.path(), null);
    }
    return retention.unlessHeld(
        tenant, () -> new TenantKeyStore(home).erase(tenant, by, reason, nowMicros));
  }
}
