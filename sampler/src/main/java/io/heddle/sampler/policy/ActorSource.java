package io.heddle.sampler.policy;

/**
 * Where the name of whoever makes a request comes from.
 *
 * @param kind what is asked
 * @param name the claim or the header; empty for the principal
 */
public record ActorSource(Kind kind, String name) {
  /** What can be asked. */
  public enum Kind {
    /** Whoever the application's authentication has let in. */
    PRINCIPAL,
    /** A claim of a bearer token, which nobody has verified for us. */
    JWT_CLAIM,
    /** A request header, which anybody may have written. */
    HEADER
  }

  private static final String JWT = "jwt.";
  private static final String HEADER = "header:";

  /** The source that a policy names; null if it names none. */
  public static ActorSource parse(String text) {
    if (text.equals("principal")) {
      return new ActorSource(Kind.PRINCIPAL, "");
    }
    if (text.startsWith(JWT) && isVisible(text, JWT.length())) {
      return new ActorSource(Kind.JWT_CLAIM, text.substring(JWT.length()));
    }
    return null;
  }

  /** The same for a header, whose name has been checked. */
  public static ActorSource header(String name) {
    return new ActorSource(Kind.HEADER, name);
  }

  /** The header that a policy names; null if it names none. */
  public static String headerOf(String text) {
    return text.startsWith(HEADER) && text.length() > HEADER.length()
        ? text.substring(HEADER.length())
        : null;
  }

  /** As a policy writes it, and as a record names it. */
  @Override
  public String toString() {
    return switch (kind) {
      case PRINCIPAL -> "principal";
      case JWT_CLAIM -> JWT + name;
      case HEADER -> HEADER + name;
    };
  }

  private static boolean isVisible(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return from < text.length();
  }
}
