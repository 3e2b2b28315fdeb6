package io.heddle.it.histories.engine;

import io.heddle.it.histories.step.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an application does from a clean connection on.
 *
 * @param seed the generator makes the same history of it again
 * @param variant index of the engine's variant it runs on
 * @param source where its connection comes from
 * @param steps in their order
 * @param ddl the statements whose effect is looked for in the schema, by slot
 */
public record History(
    long seed, int variant, SourceKind source, List<Step> steps, Map<Integer, Ddl> ddl) {
  /** The same with some of its steps only. */
  public History only(int[] kept) {
    List<Step> some = new ArrayList<>(kept.length);
    for (int index : kept) {
      some.add(steps.get(index));
    }
    return new History(seed, variant, source, some, ddl);
  }

  /** The slots that its steps write, each once. */
  public List<Integer> slots() {
    List<Integer> slots = new ArrayList<>();
    for (Step step : steps) {
      slots.addAll(step.slots());
    }
    return slots;
  }
}
