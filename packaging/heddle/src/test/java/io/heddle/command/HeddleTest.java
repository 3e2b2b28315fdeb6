package io.heddle.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeddleTest {
  @Test
  void tellsItsVersionAndTheJavaItRunsOn() {
    HeddleRun run = HeddleRun.of("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .matches("(?s)heddle [0-9].*\\RJava " + System.getProperty("java.version") + " .*");
  }

  @Test
  void showsWhatThereIsWhenAskedForNothing() {
    HeddleRun run = HeddleRun.of();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: heddle", "doctor", "sidecar", "attach", "demo");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "sidecar", "attach", "policy", "doctor", "audit"})
  void explainsEachCommand(String command) {
    HeddleRun help = HeddleRun.of("help", command);
    HeddleRun option = HeddleRun.of(command, "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).startsWith("Usage: heddle " + command);
    assertThat(option.out()).isEqualTo(help.out());
  }

  @ParameterizedTest
  @CsvSource({
    "docter,      unknown command 'docter'; did you mean 'doctor'?",
    "siedcar,     unknown command 'siedcar'; did you mean 'sidecar'?",
    "--verison,   unknown option '--verison'; did you mean '--version'?",
    "xyzzyplugh,  unknown command 'xyzzyplugh'"
  })
  void suggestsWhatWasMeant(String argument, String message) {
    HeddleRun run = HeddleRun.of(argument);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("heddle: " + message + System.lineSeparator());
    assertThat(run.err()).contains("Try 'heddle --help'.");
  }

  @Test
  void suggestsTheOptionsOfTheCommandThatWasGiven() {
    HeddleRun run = HeddleRun.of("doctor", "--fromat=json");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("heddle: unknown option '--fromat'; did you mean '--format'?")
        .contains("Try 'heddle doctor --help'.");
  }

  @Test
  void keepsStackTracesForThoseWhoAskForThem() {
    assertThat(HeddleRun.of("attach", "999999999").err()).doesNotContain("\tat ");
    assertThat(HeddleRun.of("--debug", "attach", "999999999").err()).contains("\tat io.heddle");
    assertThat(HeddleRun.of("attach", "--debug", "999999999").err()).contains("\tat io.heddle");
  }
}
