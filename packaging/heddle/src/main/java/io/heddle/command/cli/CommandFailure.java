package io.heddle.command.cli;

/**
 * Ends a command with exit code 1 and a message for its user instead of a stack trace.
 *
 * <p>The message holds what happened, the value, and what was expected; the advice says what to do.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String advice;

  /** A failure nobody can be advised about. */
  public CommandFailure(String message) {
    this(message, "", null);
  }

  /**
   * A failure with a way out.
   *
   * @param advice a sentence; empty if there is none
   * @param cause shown with {@code --debug}; may be null
   */
  public CommandFailure(String message, String advice, Throwable cause) {
    super(message, cause);
    this.advice = advice;
  }

  /** What the user can do about it; may be empty. */
  public String advice() {
    return advice;
  }
}
