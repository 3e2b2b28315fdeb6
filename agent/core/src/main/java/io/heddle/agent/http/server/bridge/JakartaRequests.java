package io.heddle.agent.http.server.bridge;

import io.heddle.agent.http.server.ServerRequests;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Enumeration;

/** Reads jakarta servlet requests. */
public final class JakartaRequests implements ServerRequests<HttpServletRequest> {
  /** Spring MVC leaves the pattern that matched here; a name, so Spring need not be there. */
  private static final String SPRING_PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  @Override
  public String header(HttpServletRequest request, String name) {
    return request.getHeader(name);
  }

  @Override
  public boolean isContradicted(HttpServletRequest request, String name, String first) {
    Enumeration<String> lines = request.getHeaders(name);
    while (lines != null && lines.hasMoreElements()) { // null: the container does not tell
      if (!first.equals(lines.nextElement())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String list(HttpServletRequest request, String name) {
    Enumeration<String> lines = request.getHeaders(name);
    if (lines == null || !lines.hasMoreElements()) {
      return null;
    }
    String joined = lines.nextElement();
    while (lines.hasMoreElements()) {
      joined = joined + "," + lines.nextElement();
    }
    return joined;
  }

  @Override
  public String method(HttpServletRequest request) {
    return request.getMethod();
  }

  @Override
  public String route(HttpServletRequest request) {
    Object pattern = request.getAttribute(SPRING_PATTERN);
    if (pattern instanceof String matched) {
      return below(request.getContextPath(), matched);
    }
    HttpServletMapping mapping = request.getHttpServletMapping();
    String matched = mapping == null ? null : mapping.getPattern();
    // "/" is the default servlet: everything matches, so it says nothing.
    return matched == null || matched.isEmpty() || matched.equals("/")
        ? ""
        : below(request.getContextPath(), matched);
  }

  /** Most applications are the root: nothing need be joined for them. */
  private static String below(String contextPath, String pattern) {
    return contextPath.isEmpty() ? pattern : contextPath + pattern;
  }

  @Override
  public String user(HttpServletRequest request) {
    Principal principal = request.getUserPrincipal();
    return principal == null ? null : principal.getName();
  }

  @Override
  public String path(HttpServletRequest request) {
    return request.getRequestURI();
  }

  @Override
  public String peer(HttpServletRequest request) {
    return request.getRemoteAddr();
  }

  @Override
  public String scheme(HttpServletRequest request) {
    return request.getScheme();
  }

  @Override
  public String host(HttpServletRequest request) {
    return request.getServerName();
  }

  @Override
  public int port(HttpServletRequest request) {
    return request.getServerPort();
  }

  @Override
  public Object bodySource(HttpServletRequest request) {
    return TomcatBodies.source(request);
  }

  @Override
  public long bodyBytes(HttpServletRequest request) {
    return request.getContentLengthLong();
  }

  @Override
  public String protocolVersion(HttpServletRequest request) {
    String protocol = request.getProtocol(); // HTTP/1.1, HTTP/2.0
    String version = protocol.substring(protocol.indexOf('/') + 1);
    return version.equals("2.0") ? "2" : version;
  }
}
