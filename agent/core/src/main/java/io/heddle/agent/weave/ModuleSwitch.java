package io.heddle.agent.weave;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.SwitchPoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Keeps the failures of one module's advice from the application, counts them, and switches the
 * module off when there are too many.
 *
 * <p>A {@link SwitchPoint} costs a call nothing while it is on: the JVM compiles it away.
 */
public final class ModuleSwitch {
  /** So many failures say that the advice does not fit this application. */
  static final long MOST_FAILURES = 100;

  private final String module;
  private final Consumer<String> log;
  private final BiConsumer<String, Map<String, ?>> notes;
  private final SwitchPoint on = new SwitchPoint();
  private final AtomicLong failures = new AtomicLong();

  ModuleSwitch(String module, Consumer<String> log, BiConsumer<String, Map<String, ?>> notes) {
    this.module = module;
    this.log = log;
    this.notes = notes;
  }

  /** The module's name. */
  public String module() {
    return module;
  }

  /** How often its advice has failed, or could not be woven or linked. */
  public long failures() {
    return failures.get();
  }

  /** Whether its advice still runs. */
  public boolean isOn() {
    return !on.hasBeenInvalidated();
  }

  /**
   * {@code advice} while the module is on, {@code nothing} after.
   *
   * <p>Not for exits that take a token: what an enter has begun must be ended, also after the
   * module went off in between.
   */
  MethodHandle guard(MethodHandle advice, MethodHandle nothing) {
    return on.guardWithTest(advice, nothing);
  }

  /**
   * Counts a failure of advice, which then has returned null.
   *
   * @throws Throwable what the application is to be told, if the advice has {@link Refused} a call
   */
  Object suppress(Throwable failure) throws Throwable {
    if (failure instanceof Refused refused) {
      throw refused.forApplication();
    }
    failed(failure);
    return null;
  }

  /** Counts a failure; tells of the first, and of the one that was too many. Never throws. */
  void failed(Throwable failure) {
    long count = failures.incrementAndGet();
    if (count == MOST_FAILURES) {
      SwitchPoint.invalidateAll(new SwitchPoint[] {on});
      tell("instrumentation " + module + " failed " + count + " times and is switched off");
      note(failure, count);
    } else if (count == 1) {
      tell("instrumentation " + module + " failed and was ignored: " + described(failure));
    }
  }

  /** The failure may be of a class of the application's, whose methods may fail in turn. */
  private static String described(Throwable failure) {
    try {
      StackTraceElement[] stack = failure.getStackTrace();
      return stack.length == 0 ? failure.toString() : failure + " at " + stack[0];
    } catch (Throwable worse) {
      return failure.getClass().getName();
    }
  }

  /** Of the failure its class alone: a message may hold what must not leave the process. */
  private void note(Throwable failure, long count) {
    try {
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("instrumentation", module);
      detail.put("failures", count);
      detail.put("last", failure.getClass().getName());
      notes.accept("INSTRUMENTATION_OFF", detail);
    } catch (Throwable unnoted) {
      tell("that instrumentation " + module + " is off could not be recorded: " + unnoted);
    }
  }

  private void tell(String sentence) {
    try {
      log.accept(sentence);
    } catch (Throwable unheard) {
      // The log ends in System.err, which may be the application's own stream.
    }
  }
}
