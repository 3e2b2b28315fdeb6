package io.heddle.agent.http.server.unwoven;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * HTTP servers that the agent knows by name and does not instrument; {@code docs/SUPPORTED.md} is
 * generated from this table.
 *
 * <p>The order is the order of preference: a framework comes before the server that it is built on.
 */
public enum UnwovenServer {
  /** Also inside Spring Boot. */
  JETTY("Jetty 9 to 12", "org.eclipse.jetty.server.Server"),
  /** Also inside Spring Boot and WildFly, which has no class of the first name. */
  UNDERTOW(
      "Undertow, WildFly",
      "io.undertow.Undertow",
      "io.undertow.server.protocol.http.HttpOpenListener"),
  /** The class that implements the interface: the interface is loaded for clients as well. */
  VERTX("Vert.x, Quarkus", "io.vertx.core.http.impl.HttpServerImpl"),
  /** Under Spring WebFlux. */
  REACTOR_NETTY("Reactor Netty", "reactor.netty.http.server.HttpServer"),
  /** The second name is that of GlassFish and Payara, which build on the filter alone. */
  GRIZZLY(
      "Grizzly, GlassFish",
      "org.glassfish.grizzly.http.server.HttpServer",
      "org.glassfish.grizzly.http.HttpServerFilter"),
  /** Helidon 4 and what was before it. */
  HELIDON("Helidon", "io.helidon.webserver.LoomServer", "io.helidon.webserver.NettyWebServer"),
  /** Its main class. */
  WEBLOGIC("WebLogic", "weblogic.Server"),
  /** Its main class. */
  LIBERTY("WebSphere Liberty", "com.ibm.ws.kernel.boot.Launcher"),
  /** Its main class. */
  WEBSPHERE("WebSphere", "com.ibm.ws.runtime.WsServer"),
  /** Whatever else binds a port with Netty, gRPC included. */
  NETTY("Netty", "io.netty.bootstrap.ServerBootstrap"),
  /** Last, because many an application has one for its metrics alone. */
  JDK("the JDK's own", "com.sun.net.httpserver.HttpServer");

  /** Loaded where Tomcat serves; the agent instruments that. */
  static final String WOVEN = "org.apache.catalina.core.StandardHostValve";

  private final String shown;
  private final List<String> classNames;

  UnwovenServer(String shown, String... classNames) {
    this.shown = shown;
    this.classNames = List.of(classNames);
  }

  /** Its name for people. */
  public String shown() {
    return shown;
  }

  /** The classes of which one is loaded where it serves. */
  public List<String> classNames() {
    return classNames;
  }

  /** The names to look for among the loaded classes. */
  static Collection<String> wanted() {
    List<String> names = new ArrayList<>();
    for (UnwovenServer server : values()) {
      names.addAll(server.classNames);
    }
    names.add(WOVEN);
    return names;
  }

  /**
   * The class by which to name the server.
   *
   * @param loaded those of the {@link #wanted} that are loaded
   * @return empty if no server is known to be there, or if one is that the agent instruments
   */
  static String among(Set<String> loaded) {
    if (!loaded.contains(WOVEN)) {
      for (UnwovenServer server : values()) {
        for (String name : server.classNames) {
          if (loaded.contains(name)) {
            return name;
          }
        }
      }
    }
    return "";
  }
}
