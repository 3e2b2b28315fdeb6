package io.heddle.it.histories.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.histories.step.Again;
import io.heddle.it.histories.step.LostDeadlock;
import io.heddle.it.histories.step.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GeneratorTest {
  private static final int SEEDS = 5_000;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void makesTheSameHistoryOfASeedAgain(Engine engine) {
    Generator generator = new Generator(engine);
    for (long seed = 0; seed < 200; seed++) {
      assertThat(new Generator(engine).history(seed)).isEqualTo(generator.history(seed));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void givesEachWriteASlotOfItsOwn(Engine engine) {
    Generator generator = new Generator(engine);
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Integer> slots = generator.history(seed).slots();
      assertThat(new HashSet<>(slots)).as("seed " + seed).hasSameSizeAs(slots);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void leavesNoPlaceholderBehindButTheHistorysNumber(Engine engine) {
    Generator generator = new Generator(engine);
    for (long seed = 0; seed < SEEDS; seed++) {
      for (Step step : generator.history(seed).steps()) {
        assertThat(step.shown().replaceAll("300 x .*", "")).doesNotContain(":t", ":x", ":k", ":s");
      }
    }
  }

  @Test
  void drawsEveryKindOfStepForADatabaseThatHasThemAll() {
    Generator generator = new Generator(Engine.POSTGRESQL);
    Set<Class<?>> drawn = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      generator.history(seed).steps().forEach(step -> drawn.add(kind(step)));
    }
    Set<Class<?>> all = new HashSet<>(List.of(Step.class.getPermittedSubclasses()));
    all.remove(LostDeadlock.class); // told by stories alone: who loses is known of H2 only
    all.remove(Again.class); // told by stories alone: what the same statement closes is SQLite's
    assertThat(drawn).isEqualTo(all);
  }

  /** A constant with a body of its own is of a class of its own. */
  private static Class<?> kind(Step step) {
    return step instanceof Enum<?> constant ? constant.getDeclaringClass() : step.getClass();
  }

  @Test
  void leavesOutStepsAsItIsTold() {
    History whole = new Generator(Engine.H2).history(7);
    History some = whole.only(new int[] {0});
    assertThat(some.steps()).containsExactly(whole.steps().get(0));
    assertThat(some.seed()).isEqualTo(7);
  }
}
