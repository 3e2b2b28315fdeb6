package io.heddle.it.histories.named;

import io.heddle.it.histories.engine.Ddl;
import io.heddle.it.histories.engine.Engine;
import io.heddle.it.histories.engine.History;
import io.heddle.it.histories.engine.Slots;
import io.heddle.it.histories.engine.SourceKind;
import io.heddle.it.histories.step.Batch;
import io.heddle.it.histories.step.Call;
import io.heddle.it.histories.step.LostDeadlock;
import io.heddle.it.histories.step.Sql;
import io.heddle.it.histories.step.Step;
import io.heddle.it.histories.step.XaStep;
import io.heddle.it.histories.step.XaStep.XaCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A named history while it is told, step by step. Each write takes the next slot. */
final class Story {
  /** A write that takes one of these places in a text takes a slot. */
  private static final Pattern PLACE = Pattern.compile(":[tkx]");

  private static final String INSERT = "INSERT INTO :t (h, e, v) VALUES (:h, 0, 1)";

  private final String name;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final Map<Integer, Fate> fates = new HashMap<>();
  private final Map<Integer, Ddl> ddl = new HashMap<>();
  private SourceKind source = SourceKind.DRIVER;
  private String variant = "";
  private int next;

  private Story(String name) {
    this.name = name;
  }

  static Story of(String name) {
    return new Story(name);
  }

  /** Its connection comes from there, else from the driver. */
  Story from(SourceKind kind) {
    source = kind;
    return this;
  }

  /** This is appended to the URL. */
  Story with(String appended) {
    variant = appended;
    return this;
  }

  Story does(Step... more) {
    for (Step step : more) {
      steps.add(step);
      refusals.add("");
    }
    return this;
  }

  /** Texts that write nothing. */
  Story runs(String... texts) {
    for (String text : texts) {
      does(Sql.of(text));
    }
    return this;
  }

  Story xa(XaCall... calls) {
    for (XaCall call : calls) {
      does(new XaStep(call, 0));
    }
    return this;
  }

  /** One row, as plainly as possible. */
  Story inserts(Fate fate) {
    return writes(Call.UPDATE, INSERT, fate);
  }

  /** A prepared batch of so many rows. */
  Story batches(int size, Fate fate) {
    return does(new Batch(nextSlot(fate), size, 0, true, false));
  }

  /** A list of so many texts that insert a row each. */
  Story lists(int size, Fate fate) {
    return does(new Batch(nextSlot(fate), size, 0, false, false));
  }

  /**
   * A text that writes.
   *
   * @param template {@code :t} is the table of the next slot, {@code :k} the next slot's number
   * @param each what becomes of it, by slot
   */
  Story writes(Call call, String template, Fate... each) {
    return writes(call, template, false, each);
  }

  /** The same, prepared. */
  Story prepares(Call call, String template, Fate... each) {
    return writes(call, template, true, each);
  }

  private Story writes(Call call, String template, boolean isPrepared, Fate... each) {
    List<Integer> slots = new ArrayList<>();
    Matcher places = PLACE.matcher(template);
    String text =
        places.replaceAll(
            place -> {
              int slot = nextSlot(each[slots.size()]);
              slots.add(slot);
              return switch (place.group()) {
                case ":t" -> "w" + slot;
                case ":k" -> Integer.toString(slot);
                default -> "x" + slot + "_:n";
              };
            });
    return does(new Sql(text, List.copyOf(slots), call, isPrepared));
  }

  /** A statement on an object of its own. */
  Story changes(Ddl change, Fate fate) {
    ddl.put(peekSlot(), change);
    return writes(Call.EXECUTE, change.text(), fate);
  }

  /**
   * Another connection wins a deadlock and commits; this one's transaction is undone.
   *
   * @param patience a text with which the other one waits for locks long enough
   */
  Story losesDeadlock(String patience) {
    return does(new LostDeadlock(nextSlot(Fate.KEPT), nextSlot(Fate.GONE), patience));
  }

  /** The next write takes this slot, which has a table of another kind. */
  Story at(int slot) {
    next = slot;
    return this;
  }

  /** The last step is answered by an exception that shows this. */
  Story refused(String contained) {
    refusals.set(refusals.size() - 1, contained);
    return this;
  }

  private int nextSlot(Fate fate) {
    int slot = peekSlot();
    next = slot + 1;
    fates.put(slot, fate);
    return slot;
  }

  private int peekSlot() {
    int slot = next;
    while (Slots.kind(slot) != Slots.Kind.INSERT) {
      slot++;
    }
    return slot;
  }

  NamedHistory told(Engine engine, int number) {
    int index = engine.variants().indexOf(variant);
    if (index < 0) {
      throw new IllegalStateException(engine + " has no variant " + variant);
    }
    History history = new History(number, index, source, List.copyOf(steps), Map.copyOf(ddl));
    return new NamedHistory(name, history, Map.copyOf(fates), List.copyOf(refusals));
  }
}
