package io.heddle.command.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a command tells on stderr and goes on with; each sentence once in a process. */
final class Warnings {
  /** Bound: the variables of this process. Static because settings are read more than once. */
  private static final Set<String> TOLD = new HashSet<>();

  private Warnings() {}

  static synchronized void tell(List<String> sentences) {
    for (String sentence : sentences) {
      if (TOLD.add(sentence)) {
        new PrintWriter(System.err, true, StandardCharsets.UTF_8).println("heddle: " + sentence);
      }
    }
  }
}
