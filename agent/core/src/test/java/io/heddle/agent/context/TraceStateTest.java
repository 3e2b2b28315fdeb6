package io.heddle.agent.context;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceStateTest {
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "'ot=th:8', 'th:8'",
    "'a=1,ot=th:8;x:y,b=2', 'th:8;x:y'",
    "'a=1,bot=th:8,ot@v=th:4', ''",
    "'ot=th:8,ot=th:4', 'th:8'",
    "'xot=1', ''",
  })
  void findsTheProbabilityAmongOtherVendorsMembers(String state, String member) {
    assertThat(TraceState.probability(state)).isEqualTo(member);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'th:8', 'ot=th:8'",
    "'a=1', 'th:8', 'ot=th:8,a=1'",
    "'a=1,ot=th:4,b=2', 'th:8', 'ot=th:8,a=1,b=2'",
    "'ot=th:4,ot=th:2', 'th:8', 'ot=th:8'",
    "'a=1,ot=th:4,b=2', '', 'a=1,b=2'",
    "'ot=th:4', '', ''",
    "'', '', ''",
  })
  void putsTheProbabilityInFrontAndKeepsTheOthers(String state, String value, String expected) {
    assertThat(TraceState.withProbability(state, value)).isEqualTo(expected);
  }

  @Test
  void lettingMembersAtTheEndGiveWayItStaysWithinTheLimits() {
    StringBuilder many = new StringBuilder("m0=1");
    for (int i = 1; i < 31; i++) {
      many.append(",m").append(i).append("=1");
    }
    String most = TraceState.withProbability(many.toString(), "th:8");
    assertThat(most.split(",")).hasSize(31).startsWith("ot=th:8", "m0=1").endsWith("m29=1");

    String wide = "a=" + "x".repeat(240) + ",b=" + "y".repeat(250);
    assertThat(TraceState.withProbability(wide, "th:8")).isEqualTo("ot=th:8,a=" + "x".repeat(240));
  }
}
