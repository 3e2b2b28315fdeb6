package io.heddle.it.bench;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.Repository;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a JVM is started with. */
enum Contender {
  NONE("no agent", false) {
    @Override
    JvmCommand addTo(JvmCommand command, AgentHome home, String endpoint) {
      return command;
    }
  },
  HEDDLE("heddle, no span exporter", false) {
    @Override
    JvmCommand addTo(JvmCommand command, AgentHome home, String endpoint) {
      return command.agent(home).environment("OTEL_TRACES_EXPORTER", "none");
    }
  },
  HEDDLE_EARLIER("heddle of --earlier", false) {
    @Override
    JvmCommand addTo(JvmCommand command, AgentHome home, String endpoint) {
      return command.agent(earlier, home).environment("OTEL_TRACES_EXPORTER", "none");
    }
  },
  OPENTELEMETRY("opentelemetry, no exporters", false) {
    @Override
    JvmCommand addTo(JvmCommand command, AgentHome home, String endpoint) {
      return openTelemetry(command).environment("OTEL_TRACES_EXPORTER", "none");
    }
  },
  HEDDLE_OTLP("heddle, spans by OTLP", true) {
    @Override
    JvmCommand addTo(JvmCommand command, AgentHome home, String endpoint) {
      // All traces, as the peer: by default they are kept within a budget.
      return otlp(command.agent(home), endpoint)
          .environment("OTEL_TRACES_SAMPLER", "parentbased_always_on");
    }
  },
  OPENTELEMETRY_OTLP("opentelemetry, spans by OTLP", true) {
    @Override
    JvmCommand addTo(JvmCommand command, AgentHome home, String endpoint) {
      return otlp(openTelemetry(command), endpoint);
    }
  };

  /** The jar of another build of Heddle; null unless {@code --earlier} names one. */
  private static Path earlier;

  private static final Path PEER =
      Repository.file("integration-tests/target/bench/opentelemetry-javaagent.jar");

  private final String title;

  /** Whether it sends spans to a sink on the loopback interface. */
  private final boolean exporting;

  Contender(String title, boolean exporting) {
    this.title = title;
    this.exporting = exporting;
  }

  abstract JvmCommand addTo(JvmCommand command, AgentHome home, String endpoint);

  /** Whether it takes part in a run. */
  boolean takesPart(boolean exporters) {
    return (!exporting || exporters) && (this != HEDDLE_EARLIER || earlier != null);
  }

  /** Whether it audits, so that a loss would spoil its figure. */
  boolean isHeddle() {
    return this == HEDDLE || this == HEDDLE_EARLIER || this == HEDDLE_OTLP;
  }

  /** What it is called in the table. */
  String title() {
    return title;
  }

  /** Names the jar of {@link #HEDDLE_EARLIER}. */
  static void setEarlier(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalArgumentException(
          "--earlier=" + jar + ": no such file; name an agent's jar");
    }
    earlier = jar.toAbsolutePath();
  }

  /**
   * The peer sends neither metrics nor logs: Heddle sends no logs, and its metrics wait for a
   * scraper. This leaves the peer less to do than it does by default, and Heddle all it does.
   */
  private static JvmCommand openTelemetry(JvmCommand command) {
    if (!Files.exists(PEER)) {
      throw new IllegalStateException(PEER + " is missing: build with -Pbench");
    }
    return command
        .option("-javaagent:" + PEER)
        .environment("OTEL_SERVICE_NAME", "bench")
        .environment("OTEL_METRICS_EXPORTER", "none")
        .environment("OTEL_LOGS_EXPORTER", "none");
  }

  private static JvmCommand otlp(JvmCommand command, String endpoint) {
    return command
        .environment("OTEL_TRACES_EXPORTER", "otlp")
        .environment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
  }
}
