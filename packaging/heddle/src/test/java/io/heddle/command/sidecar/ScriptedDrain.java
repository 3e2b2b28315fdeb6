package io.heddle.command.sidecar;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** A drain that does what it is told, run by run, and then finds nothing. */
class ScriptedDrain implements Drain {
  /** One run: archives so many records, or fails. */
  interface Step {
    long run() throws IOException;
  }

  private final Deque<Step> steps;
  private volatile long records;
  private volatile boolean isClosed;
  volatile long backlogBytes;

  ScriptedDrain(Step... steps) {
    this.steps = new ArrayDeque<>(Arrays.asList(steps));
  }

  static Step archives(long count) {
    return () -> count;
  }

  static Step fails(String message) {
    return () -> {
      throw new IOException(message);
    };
  }

  @Override
  public long run() throws IOException {
    Step step = steps.poll();
    long count = step == null ? 0 : step.run();
    records += count;
    return count;
  }

  @Override
  public Totals totals() {
    return new Totals(records, 1, 2, 3, 4, 5, 6, 1_700_000_000_000_000L);
  }

  @Override
  public long backlogBytes() {
    return backlogBytes;
  }

  @Override
  public void close() {
    isClosed = true;
  }

  boolean isClosed() {
    return isClosed;
  }

  boolean isDone() {
    return steps.isEmpty();
  }
}
