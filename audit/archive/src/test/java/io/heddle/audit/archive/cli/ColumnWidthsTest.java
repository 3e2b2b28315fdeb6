package io.heddle.audit.archive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnWidthsTest {
  @Test
  void givesWhatIsLeftEvenlyToThoseThatWantMore() {
    assertThat(ColumnWidths.share(new int[] {5, 5, 5}, new int[] {5, 7, 90}, 40))
        .containsExactly(5, 7, 24);
    assertThat(ColumnWidths.share(new int[] {5, 5}, new int[] {90, 90}, 33))
        .containsExactly(16, 15);
  }

  @Test
  void givesNoColumnMoreThanItWants() {
    assertThat(ColumnWidths.share(new int[] {3, 4}, new int[] {6, 4}, 200)).containsExactly(6, 4);
  }

  @Test
  void leavesTheLeastWidthsWhereTheTerminalIsTooNarrow() {
    assertThat(ColumnWidths.share(new int[] {20, 20}, new int[] {30, 30}, 30))
        .containsExactly(20, 20);
  }
}
