package io.heddle.sampler.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeavyHittersTest {
  private final SeededHash hash = new SeededHash(1, 2);
  private final Map<Integer, Double> truth = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void bracketsTheTruthWhateverComesAndGoes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    HeavyHitters<Integer> sketch = new HeavyHitters<>(50, 256);
    for (int step = 0; step < 200_000; step++) {
      int item = (int) (1 / (random.nextDouble() + 1e-5));
      double weight = 1 + random.nextInt(3);
      int action = random.nextInt(10_000);
      if (action == 0) {
        sketch.scale(0.5);
        truth.replaceAll((i, count) -> count * 0.5);
      } else if (action < 20) {
        // As when a tenant gets a label, and as when it loses it again.
        double least = sketch.least(key(item));
        double most = sketch.most(key(item));
        sketch.remove(key(item));
        sketch.put(item, key(item), most + weight, most - least);
        truth.merge(item, weight, Double::sum);
      } else {
        double error = weight * random.nextDouble();
        sketch.add(item, key(item), weight, error);
        truth.merge(item, weight - error * random.nextDouble(), Double::sum);
      }
      if (step % 20_000 == 0) {
        check(sketch);
      }
    }
    check(sketch);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void namesTheHeaviestThoughOneOffsOutnumberThem(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    HeavyHitters<Integer> sketch = new HeavyHitters<>(100, 65_536);
    for (int step = 0; step < 400_000; step++) {
      int item = random.nextBoolean() ? random.nextInt(50) : 1_000 + step;
      sketch.add(item, key(item), 1, 0);
    }
    List<Integer> named = new ArrayList<>();
    sketch.forEach(
        (item, key, count, error) -> {
          if (count - error > 2_000) {
            named.add(item);
          }
        });
    assertThat(named).hasSize(50).allMatch(item -> item < 50);
  }

  private void check(HeavyHitters<Integer> sketch) {
    double[] lightest = {Double.POSITIVE_INFINITY};
    int[] named = {0};
    sketch.forEach(
        (item, key, count, error) -> {
          named[0]++;
          lightest[0] = Math.min(lightest[0], count);
          double exact = truth.getOrDefault(item, 0.0);
          assertThat(exact).isLessThanOrEqualTo(count * (1 + 1e-9));
          assertThat(exact).isGreaterThanOrEqualTo((count - error) * (1 - 1e-9) - 1e-9);
          assertThat(sketch.most(key)).isEqualTo(count);
        });
    assertThat(named[0]).isEqualTo(sketch.size()).isLessThanOrEqualTo(50);
    truth.forEach(
        (item, exact) ->
            assertThat(sketch.most(key(item)))
                .isCloseTo(exact, within(1e9))
                .satisfies(
                    most -> assertThat(exact).isLessThanOrEqualTo(most * (1 + 1e-9) + 1e-9)));
  }

  private long key(int item) {
    return hash.of(Integer.toString(item));
  }
}
