package io.heddle.agent.jdbc.sql;

import io.heddle.agent.operation.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A text with what a reader has to find in it. One line of a corpus: {@code expected :: text}, with
 * literals in {@code «…»}; of each statement its verb, what it writes, and what it does to the
 * transaction: {@code INSERT a + DELETE b ; ROLLBACK[ROLLBACK_TO s] ; OTHER ?}.
 *
 * @param expected statements, as they are written in the corpus
 * @param sql the text
 * @param literals what must not be shown
 */
record CorpusEntry(Dialect dialect, List<String> expected, String sql, List<String> literals) {
  /** All entries of a dialect's file. */
  static List<CorpusEntry> of(Dialect dialect) {
    return of(dialect, dialect.name().toLowerCase(Locale.ROOT));
  }

  static List<CorpusEntry> of(Dialect dialect, String file) {
    List<CorpusEntry> entries = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                CorpusEntry.class.getResourceAsStream("corpus/" + file + ".txt"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#") && !line.isBlank()) {
          entries.add(entry(dialect, line));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return entries;
  }

  private static CorpusEntry entry(Dialect dialect, String line) {
    int separator = line.indexOf(" :: ");
    List<String> literals = new ArrayList<>();
    String marked = line.substring(separator + 4).replace("\\n", "\n").replace("\\t", "\t");
    for (int open = marked.indexOf('«'); open >= 0; open = marked.indexOf('«', open + 1)) {
      literals.add(marked.substring(open + 1, marked.indexOf('»', open)));
    }
    return new CorpusEntry(
        dialect,
        List.of(line.substring(0, separator).split(" ; ")),
        marked.replace("«", "").replace("»", ""),
        List.copyOf(literals));
  }

  boolean isCertain(int statement) {
    return !expected.get(statement).endsWith("?");
  }

  /** What a statement was found to do, in the corpus' own form. */
  static String found(SqlStatement statement) {
    List<String> writes = new ArrayList<>();
    Subject subject = statement.subject();
    writes.add(subject.verb() + (subject.changesSomething() ? ' ' + target(subject) : ""));
    for (Subject further : statement.further()) {
      if (further.isCertain()) {
        writes.add(further.verb() + ' ' + target(further));
      }
    }
    String found = writes.stream().map(String::strip).collect(Collectors.joining(" + "));
    if (statement.control() != SqlStatement.Control.NONE) {
      String savepoint = statement.savepoint().isEmpty() ? "" : ' ' + statement.savepoint();
      found += "[" + statement.control() + savepoint + (statement.chains() ? " chains" : "") + "]";
    }
    return statement.isCertain() ? found : found + " ?";
  }

  private static String target(Subject subject) {
    return subject.isCertain() ? subject.target() : "";
  }

  /** The written tables in a statement's description. */
  static List<String> tables(String description) {
    List<String> tables = new ArrayList<>();
    for (String write : description.replaceFirst(" \\?$", "").split(" \\+ ")) {
      int blank = write.indexOf(' ');
      if (blank > 0 && !write.contains("[")) {
        tables.add(write.substring(blank + 1));
      }
    }
    return tables;
  }

  static String verb(String description) {
    return description.split("[ \\[]", 2)[0];
  }
}
