package io.heddle.command.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandLogTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stderr = System.err;

  @BeforeEach
  void captureStderr() {
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restoreStderr() {
    System.setErr(stderr);
  }

  @Test
  void writesALineInUtcForAPerson() {
    logger("text", false).warn("disk {} is full", "sda");

    assertThat(lines()).hasSize(1);
    assertThat(lines().get(0))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z WARN  disk sda is full");
  }

  @Test
  void coloursTheLevelOnATerminalAlone() {
    logger("text", true).info("ready");

    assertThat(lines().get(0)).contains("\033[32mINFO");
  }

  @Test
  void writesAnObjectALineForAProgram() throws Exception {
    logger("json", true).error("two\nlines \"quoted\"", new IllegalStateException("broken"));

    assertThat(lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(lines().get(0));
    assertThat(json.get("level").asText()).isEqualTo("ERROR");
    assertThat(json.get("message").asText()).isEqualTo("two\nlines \"quoted\"");
    assertThat(json.get("error").asText()).startsWith("java.lang.IllegalStateException: broken");
    assertThat(json.get("time").asText()).endsWith("Z");
  }

  @Test
  void leavesTheErrorOutWhereThereIsNone() throws Exception {
    logger("json", false).info("ready");

    assertThat(new ObjectMapper().readTree(lines().get(0)).has("error")).isFalse();
  }

  @Test
  void looksNothingUpInAMessage() {
    logger("text", false).info("${java:version} ${jndi:ldap://127.0.0.1/x} {}", "${env:PATH}");

    assertThat(lines().get(0)).endsWith("${java:version} ${jndi:ldap://127.0.0.1/x} ${env:PATH}");
  }

  @Test
  void saysNothingBelowItsLevel() {
    logger("text", false).debug("detail");

    assertThat(lines()).isEmpty();
  }

  private static Logger logger(String format, boolean colourful) {
    Settings settings = Settings.resolve(Map.of("log.format", format), Map.of(), Map.of());
    CommandLog.start(settings, colourful);
    return LogManager.getLogger(CommandLogTest.class);
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
