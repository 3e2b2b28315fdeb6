package io.heddle.command.shell;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A command's manual page in roff with the macros of {@code man(7)}.
 *
 * <p>Written here because picocli's own generator makes AsciiDoc, which needs a second program, a
 * hundred times this size, to become a page.
 */
final class ManPage {
  private final CommandSpec command;
  private final StringBuilder page = new StringBuilder();

  ManPage(CommandSpec command) {
    this.command = command;
  }

  /** The name of a command's page, such as {@code heddle-audit-query}. */
  static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  String roff() {
    UsageMessageSpec usage = command.usageMessage();
    String description = first(usage.description());
    page.append(".TH \"").append(escaped(name(command).toUpperCase(Locale.ROOT)));
    page.append("\" \"1\" \"\" \"Heddle\" \"Heddle\"\n");
    section("NAME");
    text(name(command) + " - " + description);
    section("SYNOPSIS");
    page.append(".nf\n");
    text(new Help(command, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0).stripTrailing());
    page.append(".fi\n");
    section("DESCRIPTION");
    lines(usage.description());
    arguments();
    subcommands();
    exitCodes(usage.exitCodeList());
    footer(usage.footer());
    seeAlso();
    return page.toString();
  }

  private void arguments() {
    List<PositionalParamSpec> parameters = command.positionalParameters();
    List<OptionSpec> options = command.options().stream().filter(o -> !o.hidden()).toList();
    if (!parameters.isEmpty()) {
      section("ARGUMENTS");
      parameters.forEach(parameter -> item(parameter.paramLabel(), described(parameter)));
    }
    if (!options.isEmpty()) {
      section("OPTIONS");
      for (OptionSpec option : options) {
        boolean takesValue = option.arity().max() > 0;
        String names = String.join(", ", option.names());
        item(names + (takesValue ? " " + option.paramLabel() : ""), described(option));
      }
    }
  }

  private void subcommands() {
    if (!command.subcommands().isEmpty()) {
      section("COMMANDS");
      for (Map.Entry<String, CommandLine> entry : command.subcommands().entrySet()) {
        CommandSpec subcommand = entry.getValue().getCommandSpec();
        item(entry.getKey(), first(subcommand.usageMessage().description()));
      }
    }
  }

  /** A command says its own, or those of the nearest command above that says any. */
  private void exitCodes(Map<String, String> own) {
    Map<String, String> codes = own;
    for (CommandSpec above = command.parent();
        codes.isEmpty() && above != null;
        above = above.parent()) {
      codes = above.usageMessage().exitCodeList();
    }
    if (!codes.isEmpty()) {
      section("EXIT STATUS");
      codes.forEach(this::item);
    }
  }

  private void footer(String[] footer) {
    if (footer.length > 0) {
      section("NOTES");
      page.append(".nf\n");
      for (String line : footer) {
        text(plain(line));
      }
      page.append(".fi\n");
    }
  }

  private void seeAlso() {
    String others =
        command.subcommands().values().stream()
            .map(subcommand -> name(subcommand.getCommandSpec()) + "(1)")
            .collect(Collectors.joining(", "));
    String above = command.parent() == null ? "" : name(command.parent()) + "(1)";
    if (!others.isEmpty() || !above.isEmpty()) {
      section("SEE ALSO");
      text(above.isEmpty() || others.isEmpty() ? above + others : above + ", " + others);
    }
  }

  private void section(String title) {
    page.append(".SH ").append(title).append('\n');
  }

  private void item(String term, String description) {
    page.append(".TP\n.B ").append(escaped(term)).append('\n');
    text(description);
  }

  private void lines(String[] lines) {
    for (String line : lines) {
      if (line.isBlank()) {
        page.append(".PP\n");
      } else {
        text(plain(line));
      }
    }
  }

  private void text(String text) {
    for (String line : text.split("\\R", -1)) {
      page.append(escaped(line)).append('\n');
    }
  }

  private static String described(ArgSpec argument) {
    return plain(String.join(" ", argument.description())).replaceAll("\\R", " ");
  }

  private static String first(String[] description) {
    return description.length == 0 ? "" : plain(description[0]);
  }

  /** As picocli prints it: the text is a format. */
  private static String plain(String format) {
    return String.format(format);
  }

  /** A line may not look like a request, and a hyphen is to be copied as one. */
  private static String escaped(String line) {
    StringBuilder escaped = new StringBuilder();
    line.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '"' -> escaped.append("\\(dq");
                default -> {
                  if (c < 128) {
                    escaped.appendCodePoint(c);
                  } else {
                    escaped.append(String.format("\\[u%04X]", c));
                  }
                }
              }
            });
    boolean looksLikeRequest = line.startsWith(".") || line.startsWith("'");
    return looksLikeRequest ? "\\&" + escaped : escaped.toString();
  }
}
