package io.heddle.command.attach;

/** A JVM to be attached to: says that it is there, then waits until its input ends. */
final class Sleeper {
  private Sleeper() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println("here");
    System.in.read();
  }
}
