package io.heddle.it.histories.step;

/** By which method a statement is executed. */
public enum Call {
  UPDATE("executeUpdate"),
  LARGE_UPDATE("executeLargeUpdate"),
  /** And its update count asked for, as mappers do. */
  EXECUTE("execute"),
  /** And its rows read to the end. */
  QUERY("executeQuery"),
  /** And its rows left unread. */
  QUERY_UNREAD("executeQuery"),
  /** And the statement left open until the history ends. */
  QUERY_LEFT_OPEN("executeQuery");

  private final String method;

  Call(String method) {
    this.method = method;
  }

  String method() {
    return method;
  }

  /** What is done behind it, as a comment. */
  String remark() {
    return switch (this) {
      case QUERY_UNREAD -> "  // unread";
      case QUERY_LEFT_OPEN -> "  // left open";
      default -> "";
    };
  }
}
