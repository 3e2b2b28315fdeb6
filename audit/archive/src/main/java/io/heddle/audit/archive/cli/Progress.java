package io.heddle.audit.archive.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A line on a terminal that says how far a long command is, written anew at most five times a
 * second.
 */
final class Progress {
  private static final long PERIOD_NANOS = 200_000_000;
  private static final int WIDTH = 24;
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter terminal;
  private final LongSupplier nanoTime;
  private final long begunNanos;
  private long dueNanos;
  private boolean isShown;

  /**
   * @param terminal where to; null for nowhere
   */
  Progress(PrintWriter terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    begunNanos = nanoTime.getAsLong();
    dueNanos = begunNanos + PERIOD_NANOS;
  }

  /** The standard error if somebody looks at it, as far as the JDK can tell; else null. */
  static PrintWriter terminal(PrintWriter err) {
    Console console = System.console();
    if (console == null) {
      return null;
    }
    try {
      // From JDK 22 on there is a console without a terminal, and a method that tells.
      boolean isTerminal = (boolean) Console.class.getMethod("isTerminal").invoke(console);
      return isTerminal ? err : null;
    } catch (NoSuchMethodException beforeJdk22) {
      return err;
    } catch (ReflectiveOperationException unknown) {
      return null;
    }
  }

  /**
   * Says how far it is, unless it was said a moment ago.
   *
   * @param done so many operations
   * @param share of the whole, from 0 to 1
   */
  void at(long done, double share) {
    if (terminal == null || nanoTime.getAsLong() < dueNanos) {
      return;
    }
    long now = nanoTime.getAsLong();
    dueNanos = now + PERIOD_NANOS;
    isShown = true;
    double part = Math.max(0, Math.min(1, share));
    int full = (int) (part * WIDTH);
    terminal.print(
        String.format(
            Locale.ROOT,
            "%s%s%s %3.0f %%  %s  %,.0f/s",
            ERASE,
            "█".repeat(full),
            "░".repeat(WIDTH - full),
            part * 100,
            Counted.of(done, "operation"),
            done / Math.max(1e-9, (now - begunNanos) / 1e9)));
    terminal.flush();
  }

  /** Clears the line. */
  void end() {
    if (isShown) {
      terminal.print(ERASE);
      terminal.flush();
      isShown = false;
    }
  }
}
