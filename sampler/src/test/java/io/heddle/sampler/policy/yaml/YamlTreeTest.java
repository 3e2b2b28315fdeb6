package io.heddle.sampler.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.policy.yaml.Node.Mapping;
import io.heddle.sampler.policy.yaml.Node.Scalar;
import io.heddle.sampler.policy.yaml.Node.Sequence;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class YamlTreeTest {
  private final Problems problems = new Problems();

  @Test
  void knowsWhereEverythingStands() {
    Mapping root = (Mapping) YamlTree.read("a: 1\nb:\n  - x\n  - {c: 'two'}\n", problems);

    assertThat(problems.isEmpty()).isTrue();
    assertThat(root.entries().get("a").place()).isEqualTo(new Place(1, 1));
    assertThat(root.entries().get("a").value()).isEqualTo(new Scalar(new Place(1, 4), "1"));
    Sequence list = (Sequence) root.entries().get("b").value();
    assertThat(list.items().get(0)).isEqualTo(new Scalar(new Place(3, 5), "x"));
    Mapping item = (Mapping) list.items().get(1);
    assertThat(item.entries().get("c").value()).isEqualTo(new Scalar(new Place(4, 9), "two"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "0x1F", "1_000", "1e9999", "2026-11-21", "0777", ".inf", "true"})
  void leavesValuesAsTheyAreWritten(String value) {
    Mapping root = (Mapping) YamlTree.read("a: " + value, problems);
    assertThat(((Scalar) root.entries().get("a").value()).text()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'a: &x {b: 1}'             | 1:4  | no anchor
          'a: &x [1]'                | 1:4  | no anchor
          'a: *x'                    | 1:4  | aliases are not allowed
          'a: !!java.net.URL [x]'    | 1:4  | no tag
          'a: !mine 1'               | 1:4  | no tag
          'a: {b: 1, b: 2}'          | 1:11 | each name once
          'a: {b: 1'                 | 1:9  | YAML
          'a: [1, 2'                 | 1:9  | YAML
          'a: "open'                 | 1:9  | YAML
          '? [a, b] : c'             | 1:3  | YAML
          'a: @'                     | 1:4  | YAML
          """)
  void refuses(String text, String place, String expected) {
    YamlTree.read(text, problems);
    assertThat(problems.all())
        .first()
        .asString()
        .startsWith(place + ":")
        .contains("expected")
        .contains(expected);
  }

  @Test
  void refusesASecondDocument() {
    YamlTree.read("a: 1\n---\nb: 2\n", problems);
    assertThat(problems.all()).singleElement().asString().contains("3:1").contains("one document");
  }

  @Test
  void refusesABillionLaughsWithoutLaughingOnce() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [lol, lol, lol]\n");
    for (int i = 1; i < 100; i++) {
      bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "1]\n");
    }
    long before = System.nanoTime();
    YamlTree.read(bomb.toString(), problems);
    assertThat(problems.all()).hasSize(Problems.MOST + 1);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? "})
  void refusesDepthWithoutDescending(String opening) {
    YamlTree.read(opening.repeat(100_000), problems);
    assertThat(problems.all()).isNotEmpty();
  }

  @Test
  void refusesControlCharacters() {
    YamlTree.read("a: \u0007", problems);
    assertThat(problems.all()).singleElement().asString().contains("YAML");
  }
}
