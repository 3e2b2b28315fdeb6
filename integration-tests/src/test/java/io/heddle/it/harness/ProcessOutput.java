package io.heddle.it.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One stream of a process: copied to a file line by line, and waited on by whoever needs one. */
final class ProcessOutput {
  private final Path file;
  private final Thread reader;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  ProcessOutput(InputStream stream, Path file) {
    this.file = file;
    reader = new Thread(() -> copy(stream), "reads " + file.getFileName());
    reader.setDaemon(true);
    reader.start();
  }

  /** The first line so far or to come that holds {@code pattern}; empty if none came in time. */
  synchronized Optional<Matcher> await(Pattern pattern, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    int seen = 0;
    while (true) {
      for (; seen < lines.size(); seen++) {
        Matcher matcher = pattern.matcher(lines.get(seen));
        if (matcher.find()) {
          return Optional.of(matcher);
        }
      }
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      if (ended || leftMillis <= 0) {
        return Optional.empty();
      }
      wait(leftMillis);
    }
  }

  /** All lines so far; after the end of the process, all there are. */
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Where the lines are kept. */
  Path file() {
    return file;
  }

  /** Waits until the stream has ended. */
  void join() throws InterruptedException {
    reader.join(Duration.ofSeconds(10).toMillis());
  }

  private void copy(InputStream stream) {
    try (BufferedReader in =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        Writer out = Files.newBufferedWriter(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(line);
        out.write('\n');
        out.flush();
        add(line);
      }
    } catch (IOException killed) {
      // The stream of a process that was stopped dead is closed under its reader: that is its end.
      return;
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }
}
