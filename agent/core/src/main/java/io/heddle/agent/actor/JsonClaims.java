package io.heddle.agent.actor;

/**
 * Finds a text among the members of a JSON object (RFC 8259), and checks all the rest on the way.
 * Linear in the text's length, no deeper than {@link #MOST_DEPTH}, and no member twice.
 */
final class JsonClaims {
  static final int MOST_DEPTH = 32;

  private final String json;
  private int at;

  private JsonClaims(String json) {
    this.json = json;
  }

  /**
   * The member of that name.
   *
   * @return null if there is none, or if it is no text
   * @throws IllegalArgumentException if it is no JSON object, is too deep, or has the member twice
   */
  static String text(String json, String name) {
    JsonClaims claims = new JsonClaims(json);
    String found = claims.find(name);
    claims.space();
    if (claims.at < json.length()) {
      throw malformed();
    }
    return found;
  }

  private String find(String name) {
    String found = null;
    boolean hasFound = false;
    space();
    take('{');
    space();
    if (next() == '}') {
      at++;
      return null;
    }
    do {
      space();
      boolean isMeant = string().equals(name);
      if (isMeant && hasFound) {
        throw malformed(); // which of the two a verifier takes, nobody can say
      }
      space();
      take(':');
      space();
      if (isMeant && next() == '"') {
        found = string();
      } else {
        value(1);
      }
      hasFound |= isMeant;
      space();
    } while (goesOn('}'));
    return found;
  }

  private void value(int depth) {
    if (depth > MOST_DEPTH) {
      throw malformed();
    }
    switch (next()) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void members(int depth) {
    at++;
    space();
    if (next() == '}') {
      at++;
      return;
    }
    do {
      space();
      string();
      space();
      take(':');
      space();
      value(depth + 1);
      space();
    } while (goesOn('}'));
  }

  private void items(int depth) {
    at++;
    space();
    if (next() == ']') {
      at++;
      return;
    }
    do {
      space();
      value(depth + 1);
      space();
    } while (goesOn(']'));
  }

  /** Whether a comma stands here; otherwise it must be the end. */
  private boolean goesOn(char end) {
    char c = next();
    at++;
    if (c != ',' && c != end) {
      throw malformed();
    }
    return c == ',';
  }

  private String string() {
    take('"');
    int start = at;
    while (next() != '"' && next() != '\\') {
      plain();
    }
    if (next() == '"') {
      return json.substring(start, at++);
    }
    StringBuilder text = new StringBuilder(json.length() - start).append(json, start, at);
    while (next() != '"') {
      text.append(next() == '\\' ? escaped() : plain());
    }
    at++;
    return wellFormed(text.toString());
  }

  private char plain() {
    char c = next();
    if (c < ' ') {
      throw malformed();
    }
    at++;
    return c;
  }

  private char escaped() {
    at++;
    char c = next();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw malformed();
    };
  }

  private char unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw malformed();
      }
      unit = unit << 4 | digit;
      at++;
    }
    return (char) unit;
  }

  /** Half a surrogate pair is no text, and would be written as another. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isPair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (isPair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw malformed();
      }
    }
    return text;
  }

  private void number() {
    if (next() == '-') {
      at++;
    }
    if (next() == '0') {
      at++;
    } else {
      digits();
    }
    if (isHere('.')) {
      at++;
      digits();
    }
    if (isHere('e') || isHere('E')) {
      at++;
      if (isHere('+') || isHere('-')) {
        at++;
      }
      digits();
    }
  }

  private void digits() {
    int start = at;
    while (at < json.length() && json.charAt(at) >= '0' && json.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
  }

  private void word(String word) {
    if (!json.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
  }

  private void space() {
    while (isHere(' ') || isHere('\t') || isHere('\n') || isHere('\r')) {
      at++;
    }
  }

  private void take(char expected) {
    if (next() != expected) {
      throw malformed();
    }
    at++;
  }

  private boolean isHere(char c) {
    return at < json.length() && json.charAt(at) == c;
  }

  private char next() {
    if (at >= json.length()) {
      throw malformed();
    }
    return json.charAt(at);
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("not such an object");
  }
}
