package io.heddle.command.logging;

import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/**
 * Sets the log up: on stderr, in UTC, readable for a person or a JSON object a line.
 *
 * <p>Configured here and nowhere else: no file is looked for, nothing in a message is looked up.
 * Commands that answer a question do not call this, so that they do not pay for it.
 */
public final class CommandLog {
  private static final String TIME = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS}{UTC}Z";
  private static final String PLAIN = TIME + " %-5p %m%n%ex";
  private static final String COLOURED =
      "%style{"
          + TIME
          + "}{dim} %highlight{%-5p}{FATAL=red bold, ERROR=red bold,"
          + " WARN=yellow bold, INFO=green, DEBUG=cyan} %m%n%ex";
  private static final String JSON =
      "{\"time\":\""
          + TIME
          + "\",\"level\":\"%p\",\"logger\":\"%enc{%c}{JSON}\","
          + "\"thread\":\"%enc{%t}{JSON}\",\"message\":\"%enc{%m}{JSON}\""
          + "%notEmpty{,\"error\":\"%enc{%ex}{JSON}\"}}%n";

  private CommandLog() {}

  /**
   * Starts the log as {@code heddle.log.level} and {@code heddle.log.format} ask for it.
   *
   * @param colourful whether stderr is a terminal that likes colours
   */
  public static void start(Settings settings, boolean colourful) {
    boolean json = settings.text(Setting.LOG_FORMAT).equals("json");
    Level level = Level.toLevel(settings.text(Setting.LOG_LEVEL), Level.INFO);
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    AppenderComponentBuilder console =
        builder
            .newAppender("stderr", ConsoleAppender.PLUGIN_NAME)
            .addAttribute("target", ConsoleAppender.Target.SYSTEM_ERR)
            .addAttribute("follow", true)
            .add(
                builder
                    .newLayout("PatternLayout")
                    .addAttribute("pattern", json ? JSON : colourful ? COLOURED : PLAIN)
                    .addAttribute("alwaysWriteExceptions", false)
                    .addAttribute("disableAnsi", !colourful));
    builder.setConfigurationName("heddle");
    builder.setStatusLevel(Level.ERROR);
    builder.add(console);
    builder.add(builder.newRootLogger(level).add(builder.newAppenderRef("stderr")));
    Configurator.reconfigure(builder.build(false));
  }
}
