package io.heddle.audit.archive.ask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfirmationTest {
  @ParameterizedTest
  @CsvSource({"acme,true", "' acme ',true", "y,false", "acm,false", "ACME,false", "'',false"})
  void isConfirmedByTheNameAlone(String typed, boolean isConfirmed) {
    Confirmation confirmation = new Confirmation(prompt -> typed);
    assertThat(confirmation.confirms("this destroys it", "acme")).isEqualTo(isConfirmed);
  }

  @Test
  void saysWhatWillBeDoneAndTakesTheEndOfTheInputAsNo() {
    StringBuilder asked = new StringBuilder();
    Confirmation confirmation =
        new Confirmation(
            prompt -> {
              asked.append(prompt);
              return null;
            });
    assertThat(confirmation.confirms("this destroys 1 key", "acme")).isFalse();
    assertThat(asked.toString()).isEqualTo("this destroys 1 key. Type acme to go on: ");
  }
}
