package io.heddle.audit.archive.retention;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.SegmentSeal;
import io.heddle.audit.archive.store.Sealer;
import io.heddle.audit.archive.store.Seals;
import io.heddle.audit.archive.store.SegmentManifest;
import io.heddle.audit.archive.store.SegmentSummary;
import io.heddle.audit.archive.store.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Removes segments, so that nothing ever goes without a record of it.
 *
 * <ol>
 *   <li>In one transaction of the register, which no hold can be added beside: what is beyond the
 *       policy is chosen, what is under hold is left, and the rest is recorded. It is durable when
 *       it ends.
 *   <li>The files are removed, and the folder is synced.
 *   <li>The records say so.
 * </ol>
 *
 * <p>A crash after 1 leaves files that are recorded as pruned; the next run removes them. It
 * removes a file only if it is still the one that was recorded, by its size, time, span and keys.
 */
final class Pruner {
  private final ArchiveHome home;

  Pruner(ArchiveHome home) {
    this.home = home;
  }

  PrunePlan plan(RetentionPolicy policy, long nowMicros) throws ArchiveException {
    List<SegmentSummary> sealed = sealed();
    return RetentionRegister.look(
        home.retention(),
        () -> plan(sealed, new HeldTenants(home, List.of()), policy, nowMicros),
        register -> plan(remaining(register, sealed), held(register), policy, nowMicros));
  }

  PrunePlan prune(RetentionPolicy policy, long nowMicros, String by) throws ArchiveException {
    if (Files.exists(home.retention())) {
      remove();
    }
    PrunePlan plan = plan(policy, nowMicros);
    if (!plan.pruned().isEmpty()) { // else there is nothing to record, and no register to make
      Map<Long, SegmentSeal> seals = seals(plan.pruned());
      plan = record(policy, nowMicros, by, seals);
      remove();
    }
    return plan;
  }

  /** Files are read whole for it, so it is done before the register is locked. */
  private Map<Long, SegmentSeal> seals(List<PrunePlan.Step> steps) throws ArchiveException {
    Map<Long, SegmentSeal> seals = new HashMap<>();
    for (PrunePlan.Step step : steps) {
      seals.put(step.segment().number(), seal(step.segment()));
    }
    return seals;
  }

  private SegmentSeal seal(SegmentSummary segment) throws ArchiveException {
    Path file = home.segment(segment.number());
    try {
      return Seals.of(segment.number(), file).seal();
    } catch (SQLException failure) {
      throw Sqlite.unusable(file, failure);
    } catch (IOException failure) {
      throw new ArchiveException(file + " cannot be read (" + failure + ")", failure);
    }
  }

  /** Step 1; {@code seals} are those that are known already. */
  PrunePlan record(RetentionPolicy policy, long nowMicros, String by, Map<Long, SegmentSeal> seals)
      throws ArchiveException {
    List<SegmentSummary> sealed = sealed();
    return RetentionRegister.change(
        home.retention(),
        register -> {
          PrunePlan plan = plan(remaining(register, sealed), held(register), policy, nowMicros);
          for (PrunePlan.Step step : plan.pruned()) {
            SegmentSeal seal = seals.get(step.segment().number());
            PrunedTable.add(
                register,
                step.segment(),
                seal == null ? seal(step.segment()) : seal,
                nowMicros,
                by,
                step.reason());
          }
          return plan;
        });
  }

  /** Steps 2 and 3, for all that is recorded and not known to be gone. */
  void remove() throws ArchiveException {
    List<PrunedSegment> unremoved =
        RetentionRegister.look(home.retention(), List::of, PrunedTable::unremoved);
    if (unremoved.isEmpty()) {
      return;
    }
    try {
      List<SegmentSummary> present = SegmentManifest.refresh(home).segments();
      for (PrunedSegment pruned : unremoved) {
        if (present.contains(pruned.segment())) {
          Files.deleteIfExists(home.segment(pruned.segment().number()));
        }
      }
      Sealer.sync(home.archive());
      SegmentManifest.refresh(home);
    } catch (IOException failure) {
      throw new ArchiveException(
          "pruned segments below "
              + home.archive()
              + " cannot be removed ("
              + failure
              + "); they are recorded, and the next run tries again",
          failure);
    }
    RetentionRegister.change(
        home.retention(),
        register -> {
          for (PrunedSegment pruned : unremoved) {
            PrunedTable.removed(register, pruned);
          }
          return null;
        });
  }

  /** The segments that the hot file has counted: what is in it as well is not sealed yet. */
  private List<SegmentSummary> sealed() throws ArchiveException {
    if (!Files.exists(home.hot())) {
      return List.of();
    }
    try (Connection hot = Sqlite.reading(home.hot())) {
      Sqlite.check(hot, home.hot());
      long next = Sqlite.number(hot, "SELECT next_segment FROM file");
      return SegmentManifest.refresh(home).segments().stream()
          .filter(segment -> segment.number() < next)
          .toList();
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    } catch (IOException failure) {
      throw new ArchiveException(
          "the segments below " + home.archive() + " cannot be read (" + failure + ")", failure);
    }
  }

  /** Without those that are recorded as pruned and only wait for their removal. */
  private static List<SegmentSummary> remaining(Connection register, List<SegmentSummary> sealed)
      throws SQLException {
    List<SegmentSummary> remaining = new ArrayList<>(sealed);
    remaining.removeAll(
        PrunedTable.unremoved(register).stream()
            .map(PrunedSegment::segment)
            .collect(Collectors.toSet()));
    return remaining;
  }

  private HeldTenants held(Connection register) throws SQLException {
    return new HeldTenants(home, HoldTable.standing(register));
  }

  private static PrunePlan plan(
      List<SegmentSummary> sealed, HeldTenants holds, RetentionPolicy policy, long nowMicros) {
    List<PrunePlan.Step> beyond = new Limits(policy, nowMicros).beyond(sealed);
    List<PrunePlan.Step> pruned = new ArrayList<>();
    List<PrunePlan.Step> held = new ArrayList<>();
    for (PrunePlan.Step step : beyond) {
      Optional<String> hold = holds.keep(step.segment().number());
      if (hold.isPresent()) {
        held.add(new PrunePlan.Step(step.segment(), hold.get()));
      } else {
        pruned.add(step);
      }
    }
    return new PrunePlan(pruned, held, sealed.size() - beyond.size());
  }
}
