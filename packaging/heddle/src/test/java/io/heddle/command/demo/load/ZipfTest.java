package io.heddle.command.demo.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {
  private static final int DRAWS = 200_000;

  @Test
  void drawsRanksAsOftenAsTheLawSays() {
    int[] counts = counts(new Zipf(10, 1));

    double harmonic = 0;
    for (int k = 1; k <= 10; k++) {
      harmonic += 1.0 / k;
    }
    for (int k = 0; k < 10; k++) {
      double expected = DRAWS / ((k + 1) * harmonic);
      assertThat((double) counts[k]).isCloseTo(expected, within(expected * 0.05));
    }
  }

  @Test
  void drawsAllRanksAlikeWithAnExponentOfZero() {
    for (int count : counts(new Zipf(10, 0))) {
      assertThat((double) count).isCloseTo(DRAWS / 10.0, within(DRAWS / 200.0));
    }
  }

  @Test
  void hasNoChoiceWithOneRank() {
    assertThat(new Zipf(1, 1.1).draw(new SplittableRandom(1))).isZero();
  }

  private static int[] counts(Zipf zipf) {
    int[] counts = new int[10];
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < DRAWS; i++) {
      counts[zipf.draw(random)]++;
    }
    return counts;
  }
}
