package io.heddle.it.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the database has told {@code io.heddle.it.apps.jdbc}, as that has written it down. */
final class Answered {
  private Answered() {}

  /** By write: COMMITTED or ROLLED_BACK. */
  static Map<String, String> in(List<Path> files) {
    Map<String, String> answers = new HashMap<>();
    for (Path file : files) {
      for (String line : lines(file)) {
        String[] words = line.split(" ");
        if (!words[0].equals("FAILED")) {
          answers.put(words[1], words[0]);
        }
      }
    }
    return answers;
  }

  /** What has failed, a line each. */
  static List<String> failures(Path file) {
    return lines(file).stream().filter(line -> line.startsWith("FAILED")).toList();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
