package io.heddle.it.oracle;

import io.heddle.audit.spool.Outcome;
import io.heddle.it.histories.engine.Engine;
import io.heddle.it.histories.engine.History;
import io.heddle.it.histories.engine.Slots;
import io.heddle.it.histories.engine.Truth;
import io.heddle.it.histories.step.Batch;
import io.heddle.it.histories.step.Sql;
import io.heddle.it.histories.step.Step;
import java.util.ArrayList;
import java.util.List;

/** Holds the records of a history against what the database has of it. */
final class Judge {
  private static final int NO_SLOT = -1;

  private final History history;
  private final Truth truth;
  private final boolean blamesUnknown;
  private final StringBuilder unassigned = new StringBuilder();
  private final List<List<Claim>> bySlot = new ArrayList<>(Slots.COUNT);
  private final List<Fault> faults = new ArrayList<>();
  private int claims;
  private int unknown;
  private int blocks;

  private Judge(History history, Truth truth, boolean blamesUnknown) {
    this.blamesUnknown = blamesUnknown;
    this.history = history;
    this.truth = truth;
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      bySlot.add(new ArrayList<>(1));
    }
  }

  /**
   * @param blamesUnknown whether UNKNOWN is a fault where nothing has failed
   */
  static Judged of(
      Engine engine, History history, Truth truth, List<Claim> records, boolean blamesUnknown) {
    boolean hasFaults =
        truth.hasFailures() || !history.slots().stream().allMatch(engine::canRollBack);
    Judge judge = new Judge(history, truth, blamesUnknown && !hasFaults);
    judge.judge(records);
    return new Judged(
        history,
        truth,
        hasFaults,
        List.copyOf(judge.bySlot),
        List.copyOf(judge.faults),
        judge.claims,
        judge.unknown);
  }

  private void judge(List<Claim> records) {
    if (!truth.broken().isEmpty()) {
      faults.add(new Fault(Fault.Kind.THROWN, NO_SLOT, null, 0, truth.broken()));
    }
    int[] due = due();
    for (Claim record : records) {
      int slot = slot(record);
      if (slot == NO_SLOT) {
        unassigned.append(unassigned.isEmpty() ? "there is " : "; ").append(shown(record));
        continue;
      }
      if (due[slot] == 0) {
        fault(Fault.Kind.INVENTED, slot, record);
      } else if (bySlot.get(slot).size() == due[slot]) {
        fault(Fault.Kind.TWICE, slot, record);
      } else {
        bySlot.get(slot).add(record);
      }
    }
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (due[slot] > 1) {
        claims(slot, due[slot]);
      } else if (!bySlot.get(slot).isEmpty()) {
        claim(slot, bySlot.get(slot).get(0));
      } else if (due[slot] > 0 && truth.effects()[slot] != 0) {
        fault(Fault.Kind.UNRECORDED, slot, null);
      }
    }
  }

  /** By slot, how many records there are if everything is recorded. */
  private int[] due() {
    int[] due = new int[Slots.COUNT];
    for (Step step : history.steps()) {
      boolean isList = step instanceof Batch batch && !batch.isPrepared();
      for (int slot : step.slots()) {
        due[slot] += isList ? ((Batch) step).size() : 1;
      }
    }
    return due;
  }

  private void claim(int slot, Claim record) {
    claims++;
    int effect = truth.effects()[slot];
    if (record.outcome() == Outcome.UNKNOWN) {
      unknown++;
      if (blamesUnknown) {
        fault(Fault.Kind.UNDECIDED, slot, record);
      }
    } else if (record.outcome() == Outcome.PENDING) {
      fault(Fault.Kind.LEFT_PENDING, slot, record);
    } else if ((record.outcome() == Outcome.COMMITTED) != (effect != 0)) {
      fault(Fault.Kind.FALSE_CLAIM, slot, record);
    } else if (record.outcome() == Outcome.COMMITTED
        && record.rows() >= 0
        && record.rows() != effect
        && record.target().startsWith("w")) {
      fault(Fault.Kind.WRONG_ROWS, slot, record);
    }
  }

  /** A list of texts has a record for each; which of its rows are there is not known. */
  private void claims(int slot, int due) {
    int effect = truth.effects()[slot];
    int committed = 0;
    int rolledBack = 0;
    for (Claim record : bySlot.get(slot)) {
      claims++;
      switch (record.outcome()) {
        case COMMITTED -> committed++;
        case ROLLED_BACK -> rolledBack++;
        case UNKNOWN -> unknown++;
        default -> fault(Fault.Kind.LEFT_PENDING, slot, record);
      }
    }
    if (committed > effect || effect > due - rolledBack) {
      Claim any = bySlot.get(slot).get(0);
      String detail = committed + " say COMMITTED and " + rolledBack + " ROLLED_BACK of " + due;
      faults.add(new Fault(Fault.Kind.FALSE_CLAIM, slot, any, effect, detail));
    } else if (bySlot.get(slot).size() < effect) {
      fault(Fault.Kind.UNRECORDED, slot, null);
    }
  }

  private void fault(Fault.Kind kind, int slot, Claim record) {
    String detail = record == null ? unassigned.toString() : "";
    faults.add(new Fault(kind, slot, record, truth.effects()[slot], detail));
  }

  private static String shown(Claim record) {
    return record.type()
        + " of '"
        + record.target()
        + "' "
        + record.outcome()
        + " ["
        + record.statement()
        + "]";
  }

  /** The slot a record is of: by its target, or as the next block of code. */
  private int slot(Claim record) {
    String target = record.target();
    if (target.length() > 1 && "wxp".indexOf(target.charAt(0)) >= 0) {
      int number = 0;
      int at = 1;
      while (at < target.length() && target.charAt(at) >= '0' && target.charAt(at) <= '9') {
        number = number * 10 + target.charAt(at++) - '0';
      }
      boolean isName = at > 1 && (at == target.length() || target.charAt(at) == '_');
      return isName && number < Slots.COUNT ? number : NO_SLOT;
    }
    boolean isUnread = target.isEmpty() || target.startsWith("~");
    return isUnread && record.statement().startsWith("DO ") ? slotOfNextBlock() : NO_SLOT;
  }

  /** The slot of the next block of code: their records are in the order of their steps. */
  private int slotOfNextBlock() {
    int passed = 0;
    for (Step step : history.steps()) {
      if (step instanceof Sql sql
          && sql.template().startsWith("DO ")
          && !sql.slots().isEmpty()
          && passed++ == blocks) {
        blocks++;
        return sql.slots().get(0);
      }
    }
    return NO_SLOT;
  }
}
