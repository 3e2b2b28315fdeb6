package io.heddle.agent.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContextLeaksTest {
  private final List<Map<String, ?>> notes = new ArrayList<>();
  private long now = Long.MAX_VALUE - 5; // it may overflow, as System.nanoTime may
  private final ContextLeaks leaks =
      new ContextLeaks(
          (what, detail) -> {
            assertThat(what).isEqualTo("CONTEXT_LEAK");
            notes.add(detail);
          },
          () -> now);

  /** A task whose text is data. */
  private static final class Task {
    @Override
    public String toString() {
      throw new AssertionError("asked for its text");
    }
  }

  @Test
  void notesTheFirstOfASiteAndOneInTenMinutes() {
    for (int i = 0; i < 1_300; i++) {
      here();
      now += 1_000_000_000L;
    }
    assertThat(leaks.count(Outliving.BEGUN_AFTER_END)).isEqualTo(1_300);
    assertThat(notes)
        .extracting(note -> note.get("count").toString())
        .containsExactly("1", "601", "1201");
  }

  @Test
  void namesTheTaskTheSiteAndTheStackAndNothingElse() {
    here();
    Map<String, ?> note = notes.get(0);
    assertThat(note.keySet()).containsExactly("how", "task", "site", "stack", "count");
    assertThat(note.get("how")).isEqualTo("begun_after_end");
    assertThat(note.get("task").toString()).endsWith("ContextLeaksTest$Task");
    assertThat((List<?>) note.get("stack"))
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(StackNames.MOST_FRAMES)
        .allSatisfy(frame -> assertThat(frame.toString()).doesNotContain("/", "(", ":"));
  }

  @Test
  void namesNoNumbersOfHiddenClasses() {
    assertThat(StackNames.className("com.acme.Report$$Lambda/0x00007f"))
        .isEqualTo("com.acme.Report$$Lambda");
    assertThat(StackNames.className("x".repeat(1_000))).hasSize(StackNames.MOST_NAME_CHARS);
  }

  @Test
  void namesTheSiteByFramesThatAreNotTheJdks() {
    StackNames stack = StackNames.ofThisThread(); // those of this test are the agent's
    assertThat(stack.innermost()).startsWith("org.junit.");
    assertThat(stack.outermost()).isNotEmpty().doesNotStartWith("java.");
    assertThat(stack.names()).hasSizeLessThanOrEqualTo(StackNames.MOST_FRAMES);
  }

  @Test
  void walksFewStacksHoweverManyCasesThereAre() {
    List<String> sites = new ArrayList<>();
    ContextLeaks counting = new ContextLeaks((what, detail) -> sites.add(what), () -> now);
    for (int i = 0; i < 10_000; i++) {
      counting.outlived(Outliving.values()[i % 3], null);
    }
    assertThat(sites).hasSize(3);
    assertThat(counting.count(Outliving.OTHER_WORK)).isEqualTo(3_333);
  }

  private void here() {
    leaks.outlived(Outliving.BEGUN_AFTER_END, new Task());
  }
}
