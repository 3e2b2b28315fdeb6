package io.heddle.command.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.command.HeddleRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellCommandsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heddle aud | audit",
        "heddle audit ex | export",
        "heddle audit hold a | add",
        "heddle audit query --group | --group-by",
        "heddle audit export --format=p | parquet",
      })
  void bashCompletes(String typed, String completed) throws Exception {
    Path script = Files.writeString(folder.resolve("heddle.bash"), run("completion", "bash").out());
    Path test = folder.resolve("test.bash");
    String[] words = typed.split("[ =]");
    Files.writeString(
        test,
        "source "
            + script
            + "\nCOMP_LINE='"
            + typed
            + "'\nCOMP_POINT=${#COMP_LINE}\nCOMP_WORDS=("
            + String.join(" ", words)
            + ")\nCOMP_CWORD="
            + (words.length - 1)
            + "\n_complete_heddle\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
    assertThat(bash(test).lines().map(String::strip)).contains(completed);
  }

  @Test
  void theScriptIsForZshAsWell() {
    HeddleRun zsh = run("completion", "zsh");
    assertThat(zsh.exitCode()).isZero();
    assertThat(zsh.out())
        .contains("ZSH_VERSION", "bashcompinit")
        .isEqualTo(run("completion", "bash").out());
    assertThat(run("completion", "fish").exitCode()).isEqualTo(2);
  }

  @Test
  void everyCommandHasAManualPage() throws Exception {
    assertThat(run("man", "--output", folder.toString()).exitCode()).isZero();
    List<String> pages = names();
    assertThat(pages)
        .contains("heddle.1", "heddle-audit.1", "heddle-audit-query.1", "heddle-audit-hold-add.1");
    for (String page : pages) {
      String roff = Files.readString(folder.resolve(page));
      assertThat(roff).as(page).startsWith(".TH \"HEDDLE").contains(".SH NAME", ".SH SYNOPSIS");
      assertThat(roff).as(page).doesNotContain("${", "%n", "\u001b").matches("[\\n -~]*");
      assertThat(roff.lines())
          .as(page)
          .allMatch(
              line ->
                  !line.startsWith(".")
                      || List.of(".TH", ".SH", ".TP", ".B", ".PP", ".nf", ".fi")
                          .contains(line.split(" ")[0]));
    }
  }

  @Test
  void aPageSaysWhatTheHelpSays() {
    String page = run("man", "audit", "prune").out();
    assertThat(page)
        .contains("heddle\\-audit\\-prune \\- Remove what is beyond the limits")
        .contains(".B \\-\\-older\\-than SPAN")
        .contains(".SH EXIT STATUS")
        .contains("heddle\\-audit(1)");
    assertThat(run("man", "audit").out()).contains(".B query", "heddle\\-audit\\-hold(1)");
    assertThat(run("man", "nothing").err()).contains("'heddle' has no command 'nothing'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"query", "show", "tail", "stats", "export", "prune", "hold", "verify", "prove"})
  void aNarrowedCommandIsTheWholeOne(String command) {
    HeddleRun narrowed = HeddleRun.narrowed("audit", command, "--help");
    assertThat(narrowed.exitCode()).isZero();
    assertThat(narrowed.out()).isEqualTo(run("audit", command, "--help").out());
  }

  @Test
  void aMisspeltCommandIsStillRecognised() {
    assertThat(HeddleRun.narrowed("audit", "qury").err()).contains("did you mean 'query'?");
    assertThat(HeddleRun.narrowed("audi", "query").err()).contains("did you mean 'audit'?");
    assertThat(HeddleRun.narrowed("audit", "--help").out()).contains("query", "export", "hold");
  }

  private static HeddleRun run(String... arguments) {
    return HeddleRun.of(arguments);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String bash(Path script) throws Exception {
    Process bash;
    try {
      bash =
          new ProcessBuilder("bash", "--norc", script.toString()).redirectErrorStream(true).start();
    } catch (IOException none) {
      Assumptions.abort("there is no bash");
      return "";
    }
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return out;
  }
}
