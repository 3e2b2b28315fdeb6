package io.heddle.exporter.telemetry.scrape;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What the page needs to know of an HTTP/1.x request (RFC 9112).
 *
 * @param method as it was sent; methods are case-sensitive
 * @param path without the query
 * @param query what follows the question mark, as it was sent; empty if there is none
 * @param accept the {@code Accept} header, several lines joined by commas; empty if there is none
 * @param acceptEncoding the {@code Accept-Encoding} header, likewise
 * @param userAgent the {@code User-Agent} header, likewise
 */
record ScrapeRequest(
    String method,
    String path,
    String query,
    String accept,
    String acceptEncoding,
    String userAgent) {
  /** Prometheus sends about 300 bytes; a proxy may add its own. */
  static final int MOST_BYTES = 8 * 1024;

  /** Whether the answer may be zipped: RFC 9110, section 12.5.3, but for {@code *}. */
  boolean acceptsGzip() {
    return names(acceptEncoding, "gzip");
  }

  /** Whether a media type is asked for by its name: RFC 9110, section 12.5.1. */
  boolean accepts(String mediaType) {
    return names(accept, mediaType);
  }

  /** Whether a list names a word with a weight above nothing. */
  private static boolean names(String list, String word) {
    for (String item : list.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = item.split(";");
      if (parts[0].trim().equals(word)) {
        for (int i = 1; i < parts.length; i++) {
          if (parts[i].trim().startsWith("q=")) {
            return !isZero(parts[i]);
          }
        }
        return true;
      }
    }
    return false;
  }

  /** Whether a weight such as {@code q=0.5} is nothing. */
  private static boolean isZero(String weight) {
    for (int i = weight.indexOf('=') + 1; i < weight.length(); i++) {
      if (weight.charAt(i) >= '1' && weight.charAt(i) <= '9') {
        return false;
      }
    }
    return true;
  }

  /** The request cannot be read; the message is for the other side. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    final int status;

    Malformed(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  /**
   * Reads a request up to the empty line after its headers, and nothing beyond.
   *
   * @return null if the other side closed without a word
   * @throws Malformed if it is not HTTP/1.x, or longer than {@value #MOST_BYTES} bytes
   */
  static ScrapeRequest read(InputStream in) throws IOException {
    byte[] head = new byte[MOST_BYTES];
    int length = 0;
    while (!endsWithEmptyLine(head, length)) {
      int next = in.read();
      if (next < 0 && length == 0) {
        return null;
      }
      if (next < 0) {
        throw new Malformed(400, "the request ends before its empty line");
      }
      if (length == MOST_BYTES) {
        throw new Malformed(431, "the request's headers are too long");
      }
      head[length++] = (byte) next;
    }
    return parse(new String(head, 0, length, StandardCharsets.ISO_8859_1));
  }

  private static boolean endsWithEmptyLine(byte[] head, int length) {
    // RFC 9112, 2.2: a recipient may take a bare line feed for a line's end.
    return length >= 2
        && head[length - 1] == '\n'
        && (head[length - 2] == '\n'
            || length >= 3 && head[length - 2] == '\r' && head[length - 3] == '\n');
  }

  private static ScrapeRequest parse(String head) throws Malformed {
    String[] lines = head.split("\r?\n");
    String[] words = lines.length == 0 ? new String[0] : lines[0].split(" ");
    if (words.length != 3 || !words[2].startsWith("HTTP/1.") || !words[1].startsWith("/")) {
      throw new Malformed(400, "expected a request line such as GET /metrics HTTP/1.1");
    }
    int query = words[1].indexOf('?');
    String path = query < 0 ? words[1] : words[1].substring(0, query);
    return new ScrapeRequest(
        words[0],
        path,
        query < 0 ? "" : words[1].substring(query + 1),
        header(lines, "accept"),
        header(lines, "accept-encoding"),
        header(lines, "user-agent"));
  }

  private static String header(String[] lines, String name) {
    StringBuilder value = new StringBuilder();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0 && lines[i].substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
        value.append(value.length() == 0 ? "" : ",").append(lines[i].substring(colon + 1).trim());
      }
    }
    return value.toString();
  }
}
