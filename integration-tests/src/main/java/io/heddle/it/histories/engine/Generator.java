package io.heddle.it.histories.engine;

import io.heddle.it.histories.step.AbortConnection;
import io.heddle.it.histories.step.Batch;
import io.heddle.it.histories.step.Call;
import io.heddle.it.histories.step.ConnectionCall;
import io.heddle.it.histories.step.Deadlock;
import io.heddle.it.histories.step.ManySavepoints;
import io.heddle.it.histories.step.OpenCursor;
import io.heddle.it.histories.step.ReleaseSavepoint;
import io.heddle.it.histories.step.Reopen;
import io.heddle.it.histories.step.RollbackToSavepoint;
import io.heddle.it.histories.step.SetSavepoint;
import io.heddle.it.histories.step.Sql;
import io.heddle.it.histories.step.Step;
import io.heddle.it.histories.step.XaStep;
import io.heddle.it.histories.step.XaStep.XaCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws histories that are valid use of an engine. The same seed gives the same history. */
public final class Generator implements Histories {
  private static final String[] NAMES = {"a", "b", "c"};

  /** As drivers quote them: some are the names of texts, whatever case a database folds to. */
  private static final String[] QUOTED_NAMES = {"a", "A", "b", "B"};

  private static final int LONGEST = 12;

  /** Drivers send long batches in pieces, and may commit each: pgjdbc every 255 entries. */
  private static final int LONG_BATCH = 600;

  /** One more than the agent's bound of 256 would do; this leaves no doubt. */
  private static final int MANY = 300;

  private final Engine engine;
  private final Grammar grammar;
  private SplittableRandom random;
  private List<Step> steps;
  private Map<Integer, Ddl> ddl;
  private SourceKind source;
  private int[] slots;
  private int used;
  private int variant;

  public Generator(Engine engine) {
    this.engine = engine;
    this.grammar = engine.grammar();
  }

  @Override
  public History history(long seed) {
    random = new SplittableRandom(seed);
    steps = new ArrayList<>();
    ddl = new HashMap<>();
    slots = shuffled();
    used = 0;
    source = source();
    // Each pool keeps a connection for each variant, and servers have only so many.
    variant = source.isPool() || chance(70) ? 0 : random.nextInt(engine.variants().size());
    boolean hasFaults = chance(50);
    int length = 1 + random.nextInt(LONGEST);
    if (source == SourceKind.XA) {
      branch(length, hasFaults);
    } else {
      begin();
      for (int i = 0; i < length; i++) {
        step(hasFaults, false);
      }
      end();
    }
    return new History(seed, variant, source, List.copyOf(steps), Map.copyOf(ddl));
  }

  private SourceKind source() {
    int drawn = random.nextInt(100);
    if (drawn < 4 && engine.hasXa()) {
      return SourceKind.XA;
    }
    SourceKind source = drawn < 90 ? SourceKind.DRIVER : SourceKind.pool(drawn - 90);
    return engine.canComeFrom(source) ? source : SourceKind.DRIVER;
  }

  private void begin() {
    int drawn = random.nextInt(100);
    if (drawn < 50) {
      steps.add(ConnectionCall.AUTO_COMMIT_OFF);
    } else if (drawn < 70) {
      text(grammar.begins);
    } else if (drawn < 80) {
      text(grammar.switches);
    }
  }

  private void end() {
    int drawn = random.nextInt(100);
    if (drawn < 30) {
      steps.add(ConnectionCall.COMMIT);
    } else if (drawn < 50) {
      steps.add(ConnectionCall.ROLLBACK);
    } else if (drawn < 60) {
      steps.add(ConnectionCall.AUTO_COMMIT_ON);
    } else if (drawn < 75) {
      text(grammar.ends);
    } else if (drawn < 80) {
      steps.add(new Reopen());
    } else if (drawn < 85) {
      text(grammar.switches);
    }
  }

  /** One branch, now and then two, from start to some end. */
  private void branch(int length, boolean hasFaults) {
    int branches = chance(25) ? 2 : 1;
    for (int branch = 0; branch < branches; branch++) {
      if (chance(20)) {
        write(hasFaults);
      }
      xa(XaCall.START, branch);
      for (int i = 0; i < length; i++) {
        if (chance(5)) {
          xa(XaCall.SUSPEND, branch);
          xa(XaCall.RESUME, branch);
        } else {
          step(hasFaults, true);
        }
      }
      if (chance(90)) {
        xa(XaCall.END, branch);
        xaEnd(branch);
      }
    }
    if (chance(20)) {
      write(hasFaults);
    }
  }

  private void xaEnd(int branch) {
    switch (random.nextInt(5)) {
      case 0 -> xa(XaCall.COMMIT_ONE_PHASE, branch);
      case 1 -> xa(XaCall.ROLLBACK, branch);
      case 2 -> {
        xa(XaCall.PREPARE, branch);
        xa(XaCall.COMMIT_PREPARED, branch);
      }
      case 3 -> {
        xa(XaCall.PREPARE, branch);
        xa(XaCall.ROLLBACK, branch);
      }
      default -> {}
    }
  }

  private void xa(XaCall call, int branch) {
    steps.add(new XaStep(call, branch));
  }

  private void step(boolean hasFaults, boolean isXa) {
    int drawn = random.nextInt(1_000);
    if (drawn < 380) {
      write(hasFaults);
    } else if (drawn < 440) {
      batch(hasFaults);
    } else if (drawn < 520 && hasFaults) {
      failure();
    } else if (drawn < 640) {
      savepoint();
    } else if (drawn < 680) {
      text(grammar.noise);
    } else if (drawn < 710) {
      steps.add(new OpenCursor(chance(50), chance(50) ? 0 : 1));
    } else if (!isXa) {
      control(drawn, hasFaults);
    }
  }

  private void control(int drawn, boolean hasFaults) {
    if (drawn < 760) {
      texts(hasFaults);
    } else if (drawn < 800) {
      text(grammar.begins);
    } else if (drawn < 860) {
      text(grammar.ends);
    } else if (drawn < 910) {
      steps.add(chance(60) ? ConnectionCall.COMMIT : ConnectionCall.ROLLBACK);
    } else if (drawn < 935) {
      steps.add(chance(50) ? ConnectionCall.AUTO_COMMIT_OFF : ConnectionCall.AUTO_COMMIT_ON);
    } else if (drawn < 950) {
      text(grammar.switches);
    } else if (drawn < 970) {
      steps.add(pick(ConnectionCall.values()));
    } else if (drawn < 978) {
      schema();
    } else if (drawn < 985) {
      procedure();
    } else if (drawn < 995) {
      steps.add(new Reopen());
    } else if (drawn < 997 && hasFaults) {
      // Some pools of one connection wait for ever for one that was aborted.
      steps.add(source.isPool() ? new Reopen() : new AbortConnection());
    } else if (hasFaults && engine.hasDeadlocks(variant)) {
      deadlock();
    }
  }

  private void write(boolean hasFaults) {
    int slot = nextSlot();
    if (slot >= 0) {
      String template = template(slot);
      Call call = call(grammar.returning.contains(template), hasFaults);
      steps.add(new Sql(atSlot(template, slot), List.of(slot), call, chance(50)));
    }
  }

  private String template(int slot) {
    return switch (Slots.kind(slot)) {
      case UPDATE -> pick(grammar.updates);
      case DELETE -> pick(grammar.deletes);
      case INSERT -> {
        boolean answers = !grammar.returning.isEmpty() && chance(15);
        yield answers
            ? pick(grammar.returning)
            : chance(70) ? grammar.inserts.get(0) : pick(grammar.inserts);
      }
    };
  }

  /** The method that fits; with faults any, so that the driver complains of what is done. */
  private Call call(boolean answersRows, boolean hasFaults) {
    if (hasFaults && chance(10)) {
      return pick(Call.values());
    }
    if (answersRows) {
      return pick(
          new Call[] {
            Call.QUERY,
            Call.QUERY,
            Call.QUERY,
            Call.EXECUTE,
            Call.QUERY_UNREAD,
            Call.QUERY_LEFT_OPEN
          });
    }
    return pick(new Call[] {Call.UPDATE, Call.UPDATE, Call.EXECUTE, Call.LARGE_UPDATE});
  }

  private void batch(boolean hasFaults) {
    int slot = nextSlot();
    while (slot >= 0 && Slots.kind(slot) != Slots.Kind.INSERT) {
      slot = nextSlot();
    }
    if (slot >= 0) {
      boolean isPrepared = chance(60);
      int size = isPrepared && chance(3) ? LONG_BATCH : 1 + random.nextInt(5);
      int failsAt = hasFaults && size > 1 && chance(50) ? 1 + random.nextInt(size - 1) : 0;
      steps.add(new Batch(slot, size, failsAt, isPrepared, chance(20)));
    }
  }

  private void failure() {
    int slot = nextSlot();
    if (slot >= 0) {
      String template = atSlot(pick(grammar.failures), slot);
      steps.add(new Sql(template, List.of(slot), pick(Call.values()), chance(50)));
    }
  }

  private void savepoint() {
    int drawn = random.nextInt(100);
    if (drawn < 2) {
      steps.add(new ManySavepoints(MANY, chance(50) ? null : grammar.setSavepoint));
    } else if (drawn < 25) {
      steps.add(new SetSavepoint(chance(60) ? null : pick(QUOTED_NAMES)));
    } else if (drawn < 40) {
      steps.add(new RollbackToSavepoint(random.nextInt(3)));
    } else if (drawn < 50) {
      steps.add(new ReleaseSavepoint(random.nextInt(2)));
    } else if (grammar.setSavepoint != null) {
      String template =
          drawn < 72
              ? grammar.setSavepoint
              : drawn < 90 ? grammar.rollbackToSavepoint : grammar.releaseSavepoint;
      steps.add(Sql.of(template.replace(":s", pick(NAMES))));
    }
  }

  /** Two to four statements in one text, transaction control and failures among them. */
  private void texts(boolean hasFaults) {
    if (!grammar.hasTexts) {
      write(hasFaults);
      return;
    }
    List<String> parts = new ArrayList<>();
    List<Integer> written = new ArrayList<>();
    int length = 2 + random.nextInt(3);
    for (int i = 0; i < length; i++) {
      int drawn = random.nextInt(100);
      if (drawn < 15 && !grammar.ends.isEmpty()) {
        parts.add(pick(grammar.ends));
      } else if (drawn < 22 && !grammar.begins.isEmpty()) {
        parts.add(pick(grammar.begins));
      } else if (drawn < 26 && grammar.setSavepoint != null) {
        parts.add(grammar.setSavepoint.replace(":s", pick(NAMES)));
      } else {
        int slot = nextSlot();
        if (slot >= 0) {
          boolean fails = hasFaults && chance(20) && Slots.kind(slot) == Slots.Kind.INSERT;
          parts.add(atSlot(fails ? pick(grammar.failures) : plainTemplate(slot), slot));
          written.add(slot);
        }
      }
    }
    if (!parts.isEmpty()) {
      Call call = chance(50) ? Call.EXECUTE : Call.UPDATE;
      steps.add(new Sql(String.join("; ", parts), List.copyOf(written), call, chance(20)));
    }
  }

  private String plainTemplate(int slot) {
    return switch (Slots.kind(slot)) {
      case UPDATE -> pick(grammar.updates);
      case DELETE -> pick(grammar.deletes);
      case INSERT -> grammar.inserts.get(0);
    };
  }

  private void schema() {
    int slot = nextSlot();
    if (slot >= 0 && !grammar.ddl.isEmpty()) {
      Ddl drawn = pick(grammar.ddl);
      ddl.put(slot, drawn);
      Call call = chance(60) ? Call.EXECUTE : Call.UPDATE;
      steps.add(
          new Sql(drawn.text().replace(":x", "x" + slot + "_:n"), List.of(slot), call, false));
    }
  }

  private void procedure() {
    if (grammar.procedures.isEmpty()) {
      return;
    }
    int slot = nextSlot();
    if (slot >= 0 && Slots.kind(slot) == Slots.Kind.INSERT) {
      String template = atSlot(pick(grammar.procedures), slot);
      steps.add(
          new Sql(template, List.of(slot), Call.EXECUTE, chance(50) && !template.contains("$$")));
    }
  }

  private void deadlock() {
    int slot = nextSlot();
    if (slot >= 0 && Slots.kind(slot) == Slots.Kind.INSERT) {
      steps.add(new Deadlock(slot, chance(50)));
    }
  }

  private void text(List<String> texts) {
    if (!texts.isEmpty()) {
      steps.add(Sql.of(pick(texts)));
    }
  }

  private static String atSlot(String template, int slot) {
    return template.replace(":t", "w" + slot).replace(":k", Integer.toString(slot));
  }

  private int nextSlot() {
    return used < slots.length ? slots[used++] : -1;
  }

  private int[] shuffled() {
    int[] all = new int[Slots.COUNT];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    for (int i = all.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = all[i];
      all[i] = all[j];
      all[j] = swapped;
    }
    return all;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private <T> T pick(T[] array) {
    return array[random.nextInt(array.length)];
  }
}
