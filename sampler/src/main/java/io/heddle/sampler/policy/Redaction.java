package io.heddle.sampler.policy;

import java.util.List;

/**
 * What is taken out before an operation leaves the process, be it as a series, a span or a record.
 * Queries of URLs never leave it, whatever is said here, and literals of statements only if {@link
 * AuditRules} keep them, encrypted; where something is taken out, not even then. Immutable.
 *
 * @param hidesActors whether the name of whoever was authenticated is left out
 * @param targets tables, columns and routes whose names are left out, and what names them with it
 * @param paths paths of which segments are left out
 */
public record Redaction(boolean hidesActors, List<NamePattern> targets, List<PathPattern> paths) {
  /** Nothing is taken out. */
  public static final Redaction NONE = new Redaction(false, List.of(), List.of());

  /** What stands where something was taken out. */
  public static final String MASK = PathPattern.MASK;

  /** Keeps copies. */
  public Redaction {
    targets = List.copyOf(targets);
    paths = List.copyOf(paths);
  }

  /**
   * Whether what an operation does is left out: its table or route has a secret name, or a word of
   * its statement is one, because a statement may join many tables. Costs comparisons for each
   * word: remember the answer, which is always the same.
   *
   * @param target a table or route; empty if none is known
   * @param text the statement without literals, or method and route
   */
  public boolean hides(String target, String text) {
    if (targets.isEmpty()) {
      return false;
    }
    if (hidesName(target)) {
      return true;
    }
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || !isOfName(text.charAt(i))) {
        if (hidesName(text.substring(start, i))) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  private boolean hidesName(String name) {
    for (NamePattern pattern : targets) {
      if (!name.isEmpty() && pattern.matches(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  /**
   * A path as it may be shown; the first pattern that it matches decides. One that is not written
   * plainly, so that it could slip past a pattern, is left out if there is any.
   */
  public String path(String path) {
    if (!paths.isEmpty() && !isPlain(path)) {
      return "/" + MASK;
    }
    for (int i = 0; i < paths.size(); i++) {
      String masked = paths.get(i).mask(path);
      if (masked != null) {
        return masked;
      }
    }
    return path;
  }

  /** Whether servers and patterns divide it into the same segments. */
  private static boolean isPlain(String path) {
    return path.indexOf('%') < 0
        && path.indexOf(';') < 0
        && path.indexOf('\\') < 0
        && !path.contains("//")
        && !path.contains("/./")
        && !path.contains("/../");
  }
}
