package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.spool.SampleOperation;
import io.heddle.audit.spool.SpoolWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HostileTextTest {
  private static final SampleOperation HOSTILE =
      request("=cmd|' /C calc'!A0", START + 2)
          .saying("a,\"b\"", "PUT /\u001b[2J\u009b31m\r\n\u202e,\"x\"\u0000", "<script>");

  @TempDir private Path home;
  private Machine machine;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void newMachine() {
    machine = new Machine(home);
  }

  @Test
  void letsNoHostileTextCommandATerminal() throws Exception {
    spool(HOSTILE);
    for (String format : new String[] {"table", "json", "ndjson", "csv"}) {
      out.getBuffer().setLength(0);
      assertThat(audit("query", "--format", format)).isZero();
      assertThat(out.toString())
          .as(format)
          .doesNotContain("\u001b")
          .doesNotContain("\u0000")
          .doesNotContain("\u009b");
    }
  }

  @Test
  void keepsHostileTextInItsCell() throws Exception {
    spool(HOSTILE);
    assertThat(audit("query", "--format", "csv")).isZero();
    String row = out.toString().split("\r\n", 2)[1];
    assertThat(row)
        .contains(",'=cmd|' /C calc'!A0,")
        .contains(",\"a,\"\"b\"\"\",")
        .contains("\"PUT /\\u001b[2J");
    out.getBuffer().setLength(0);
    assertThat(audit("query", "--format", "ndjson")).isZero();
    assertThat(out.toString().strip().lines()).hasSize(1);
    assertThat(new ObjectMapper().readTree(out.toString()).get("statement").asText())
        .isEqualTo(HOSTILE.statement());
  }

  @ParameterizedTest
  @ValueSource(strings = {"query --limit -1", "tail --lines -1", "stats --top -1"})
  void refusesALimitBelowZeroInsteadOfTakingItForAll(String line) {
    assertThat(audit(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("is -1, expected 0 or more");
    assertThat(out.toString()).isEmpty();
  }

  private void spool(SampleOperation operation) throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      writer.append(operation);
    }
  }

  private int audit(String... words) {
    return new CommandLine(new AuditCommand(() -> home))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }
}
