package io.heddle.it.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CPU time by the name of the thread, from Linux's {@code /proc}: who uses what a process uses.
 * Threads whose names differ in a number only are counted together. Precise to a clock tick (10
 * ms).
 */
record ThreadTimes(Map<String, Long> micros) {
  static final ThreadTimes NONE = new ThreadTimes(Map.of());

  private static final long MICROS_A_TICK = 10_000;

  static ThreadTimes of(long pid) throws IOException {
    Map<String, Long> micros = new TreeMap<>();
    List<Path> threads;
    try (Stream<Path> listed = Files.list(Path.of("/proc/" + pid + "/task"))) {
      threads = listed.toList();
    }
    for (Path thread : threads) {
      try {
        String line = Files.readString(thread.resolve("stat"));
        int nameEnd = line.lastIndexOf(')');
        String name = line.substring(line.indexOf('(') + 1, nameEnd).replaceAll("[0-9]+", "#");
        // proc(5): after the name come state (3rd field) … utime (14th) and stime (15th).
        String[] fields = line.substring(nameEnd + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        micros.merge(name, ticks * MICROS_A_TICK, Long::sum);
      } catch (NoSuchFileException ended) {
        // its time is the process's, but nobody's here
      }
    }
    return new ThreadTimes(micros);
  }

  ThreadTimes plus(ThreadTimes other) {
    Map<String, Long> sum = new TreeMap<>(micros);
    other.micros.forEach((name, time) -> sum.merge(name, time, Long::sum));
    return new ThreadTimes(sum);
  }

  ThreadTimes minus(ThreadTimes before) {
    Map<String, Long> passed = new TreeMap<>();
    micros.forEach((name, now) -> passed.put(name, now - before.micros.getOrDefault(name, 0L)));
    return new ThreadTimes(passed);
  }

  double microsOf(String name) {
    return micros.getOrDefault(name, 0L);
  }

  void print(int requests, PrintStream out) {
    micros.entrySet().stream()
        .filter(thread -> thread.getValue() > 0)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(
            thread ->
                out.printf(
                    "    %8.2f µs  %s%n", thread.getValue() / (double) requests, thread.getKey()));
  }
}
