package io.heddle.agent.actor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads one claim of a bearer token (RFC 6750) that is a signed JWT (RFC 7519), <em>without
 * verifying it</em>: who may do what is the application's business, and a record says that the name
 * is a token's.
 *
 * <p>Strict and bounded: what is not exactly of the form says nothing.
 */
final class JwtClaim {
  /** Longest token, in characters: more than servers take for all headers together. */
  static final int LONGEST_TOKEN = 16_384;

  private static final String SCHEME = "Bearer ";

  private JwtClaim() {}

  /**
   * The text of a claim.
   *
   * @param authorization the header; null if there is none
   * @return null if the header is no such token, or the claim no text in it, or there twice
   */
  static String of(String authorization, String claim) {
    if (authorization == null
        || authorization.length() > LONGEST_TOKEN
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String token = authorization.substring(SCHEME.length()).strip();
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    boolean hasThreeParts =
        first > 0
            && second > first + 1
            && second < token.length() - 1
            && token.indexOf('.', second + 1) < 0;
    if (!hasThreeParts) {
      return null;
    }
    try {
      return JsonClaims.text(decoded(token.substring(first + 1, second)), claim);
    } catch (IllegalArgumentException | CharacterCodingException notOfThatForm) {
      return null;
    }
  }

  private static String decoded(String base64) throws CharacterCodingException {
    if (base64.indexOf('=') >= 0) {
      throw new IllegalArgumentException("padded"); // RFC 7515, section 2: without
    }
    byte[] bytes = Base64.getUrlDecoder().decode(base64);
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
