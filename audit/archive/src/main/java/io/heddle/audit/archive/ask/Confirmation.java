package io.heddle.audit.archive.ask;

import java.io.Console;
import java.util.Optional;
import java.util.function.Function;

/**
 * Has a person confirm what cannot be taken back, by typing a name: a key pressed too early
 * confirms nothing.
 */
public final class Confirmation {
  private final Function<String, String> person;

  /**
   * @param person takes a prompt and returns the line that was typed, null at its end
   */
  Confirmation(Function<String, String> person) {
    this.person = person;
  }

  /** At the terminal of this process; empty if it has none, or the JDK cannot tell. */
  public static Optional<Confirmation> atTerminal() {
    Console console = System.console();
    return console != null && isTerminal(console)
        ? Optional.of(new Confirmation(prompt -> console.readLine("%s", prompt)))
        : Optional.empty();
  }

  /**
   * Asks.
   *
   * @param what a sentence without its end: what will be done
   * @param name what must be typed
   * @return whether it was typed
   */
  public boolean confirms(String what, String name) {
    String typed = person.apply(what + ". Type " + name + " to go on: ");
    return typed != null && typed.strip().equals(name);
  }

  /** From JDK 22 on there is a console without a terminal, and a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException beforeJdk22) {
      return true;
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
  }
}
