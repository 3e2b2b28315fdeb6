package io.heddle.agent.context;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A stack as notes show it: names of classes and methods, and nothing that could be data. Bound:
 * the innermost {@link #MOST_FRAMES} frames.
 */
final class StackNames implements Consumer<StackWalker.StackFrame> {
  static final int MOST_FRAMES = 24;
  static final int MOST_NAME_CHARS = 200;

  private static final StackWalker WALKER = StackWalker.getInstance();

  private final List<String> names = new ArrayList<>(MOST_FRAMES);
  private String innermost = "";
  private String outermost = "";

  private StackNames() {}

  /** The running thread's stack without frames of the agent. */
  static StackNames ofThisThread() {
    StackNames stack = new StackNames();
    WALKER.forEach(stack);
    return stack;
  }

  @Override
  public void accept(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    boolean isOfJdk =
        type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
    if (isOurs(type) || names.size() == MOST_FRAMES && isOfJdk) {
      return;
    }
    String name = className(type) + '.' + frame.getMethodName();
    if (names.size() < MOST_FRAMES) {
      names.add(name);
    }
    if (!isOfJdk) {
      innermost = innermost.isEmpty() ? name : innermost;
      outermost = name;
    }
  }

  /** The frames, the innermost first. */
  List<String> names() {
    return names;
  }

  /** The innermost frame that is not the JDK's; empty if each is. */
  String innermost() {
    return innermost;
  }

  /** The outermost frame that is not the JDK's; empty if each is. */
  String outermost() {
    return outermost;
  }

  /** A class's name without the number that the JVM gives to a hidden class. */
  static String className(String name) {
    int end = name.indexOf('/');
    String kept = end < 0 ? name : name.substring(0, end);
    return kept.length() > MOST_NAME_CHARS ? kept.substring(0, MOST_NAME_CHARS) : kept;
  }

  private static boolean isOurs(String className) {
    return className.startsWith("io.heddle.agent.")
        || className.startsWith("io.heddle.bootstrap.")
        || className.startsWith("java.lang.invoke.");
  }
}
