package io.heddle.command.cli;

import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options by which a command is given settings. */
public final class SettingsOptions {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Directory of the spool and the archive (heddle.home).")
  private String home;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "A setting, such as -D heddle.archive.poll=1s; may be repeated.")
  private Map<String, String> named = new LinkedHashMap<>();

  /**
   * All settings: these options win over system properties, those over the environment.
   *
   * @throws CommandFailure listing every value of a setting that commands read which is malformed,
   *     and every unknown name among the arguments
   */
  public Settings settings() {
    Settings settings = lenientSettings();
    if (!settings.mistakes().isEmpty()) {
      throw new CommandFailure(
          String.join("\n", settings.mistakes()), "docs/SETTINGS.md lists all settings.", null);
    }
    Warnings.tell(settings.warnings());
    return settings;
  }

  /** The same, but a bad value leaves the default and is told by {@link Settings#problems()}. */
  public Settings lenientSettings() {
    Map<String, String> arguments = new HashMap<>(named);
    if (home != null) {
      arguments.put(Setting.HOME.key(), home);
    }
    return Settings.ofProcess(arguments);
  }
}
