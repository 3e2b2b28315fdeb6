package io.heddle.audit.archive.retention;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keeps an archive to a policy, and what is under hold in spite of it.
 *
 * <p>Any process may ask, beside an archiver and beside others; each call opens what it needs and
 * closes it.
 */
public final class Retention {
  private final ArchiveHome home;

  /** Of the archive below a home directory. */
  public Retention(Path homeDirectory) {
    home = new ArchiveHome(homeDirectory);
  }

  /**
   * Puts a hold on a tenant's records, or on all records; it is durable when this returns. Segments
   * that are pruned already stay pruned.
   *
   * @param tenant whose records; empty for those of all tenants
   * @param caseName the case it is for; may be empty if there is a tenant
   * @throws ArchiveException if the same hold stands already, or there is no archive
   */
  public Hold hold(String tenant, String caseName, String reason, String by, long nowMicros)
      throws ArchiveException {
    if (!Files.isDirectory(home.archive())) {
      throw new ArchiveException(
          "there is no archive below " + home.path() + " to hold anything in", null);
    }
    return RetentionRegister.change(
        home.retention(),
        register -> {
          List<Hold> all = HoldTable.all(register);
          for (Hold other : all) {
            if (other.stands()
                && other.tenant().equals(tenant)
                && other.caseName().equals(caseName)) {
              throw new ArchiveException(
                  "hold " + other.id() + " stands already for " + other.subject(), null);
            }
          }
          Hold hold = new Hold(all.size() + 1, tenant, caseName, reason, by, nowMicros, "", 0, "");
          HoldTable.put(register, hold);
          return hold;
        });
  }

  /**
   * Releases standing holds; what they kept may be pruned from now on.
   *
   * @return the holds that it released
   */
  public List<Hold> release(Predicate<Hold> which, String reason, String by, long nowMicros)
      throws ArchiveException {
    if (!Files.exists(home.retention())) {
      return List.of();
    }
    return RetentionRegister.change(
        home.retention(),
        register -> {
          List<Hold> released = new ArrayList<>();
          for (Hold hold : HoldTable.standing(register)) {
            if (which.test(hold)) {
              Hold ended =
                  new Hold(
                      hold.id(),
                      hold.tenant(),
                      hold.caseName(),
                      hold.reason(),
                      hold.heldBy(),
                      hold.heldMicros(),
                      by,
                      nowMicros,
                      reason);
              HoldTable.put(register, ended);
              released.add(ended);
            }
          }
          return released;
        });
  }

  /** Does something with an archive. */
  public interface ArchiveWork<T> {
    /** Does it. */
    T run() throws ArchiveException;
  }

  /**
   * Does what no hold may forbid, while nobody can put one.
   *
   * @param tenant whose records it concerns
   * @throws ArchiveException if a hold stands that covers them; nothing is done then
   */
  public <T> T unlessHeld(String tenant, ArchiveWork<T> work) throws ArchiveException {
    return RetentionRegister.change(
        home.retention(),
        register -> {
          for (Hold hold : HoldTable.standing(register)) {
            if (hold.covers(tenant)) {
              throw new ArchiveException(
                  "hold "
                      + hold.id()
                      + " stands for "
                      + hold.subject()
                      + " ("
                      + hold.reason()
                      + "); it must be released first",
                  null);
            }
          }
          return work.run();
        });
  }

  /** All holds there ever were, in the order they were made. */
  public List<Hold> holds() throws ArchiveException {
    return RetentionRegister.look(home.retention(), List::of, HoldTable::all);
  }

  /**
   * Of how many events of a hold the ledger tells, as the register has it: that it was put, that it
   * was released.
   */
  public int toldInLedger(Hold hold) throws ArchiveException {
    return RetentionRegister.look(
        home.retention(), () -> 0, register -> HoldTable.inLedger(register, hold));
  }

  /** What a policy would remove now; nothing is changed. */
  public PrunePlan plan(RetentionPolicy policy, long nowMicros) throws ArchiveException {
    return new Pruner(home).plan(policy, nowMicros);
  }

  /**
   * Removes what is beyond a policy: sealed segments, whole, that nothing holds. Each is recorded,
   * durably, before its file goes. What a crash has interrupted is finished first.
   *
   * @param by who runs it
   * @return what was removed, and what a hold has kept
   */
  public PrunePlan prune(RetentionPolicy policy, long nowMicros, String by)
      throws ArchiveException {
    return new Pruner(home).prune(policy, nowMicros, by);
  }

  /**
   * The segments that were pruned and held operations that began in this time.
   *
   * @param toMicros excluded
   */
  public List<PrunedSegment> pruned(long fromMicros, long toMicros) throws ArchiveException {
    return RetentionRegister.look(
        home.retention(),
        List::of,
        register -> PrunedTable.between(register, fromMicros, toMicros));
  }
}
