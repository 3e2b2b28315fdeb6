package io.heddle.command.demo;

import io.heddle.command.cli.EmbeddedJar;
import io.heddle.command.demo.process.ChildProcess;
import io.heddle.command.demo.process.Children;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The processes of a demo, in the order they depend on each other: inventory, orders, sidecar.
 *
 * @param ordersMetricsPort of the agent in the order service
 * @param sidecarPort of the sidecar's pages
 */
record Services(
    ChildProcess inventory,
    ChildProcess orders,
    ChildProcess sidecar,
    URI ordersUrl,
    int ordersMetricsPort,
    int sidecarPort) {
  private static final Pattern LISTENING = Pattern.compile("^listening ([0-9]+)$");
  private static final Pattern SIDECAR_READY =
      Pattern.compile("http://127\\.0\\.0\\.1:([0-9]+)/metrics");

  /** Starts them, each with a heap of 256 MiB at most and the agent on the two services. */
  static Services start(Children children, DemoHome home, Path cache, Path ownJar, int labels) {
    Path agent = EmbeddedJar.AGENT.extractTo(cache);
    Path application = EmbeddedJar.ORDER_SERVICE.extractTo(cache);
    Children.Started inventory =
        children.start(
            "inventory",
            woven(agent, home, "inventory", freePort(), labels, application, "--role=inventory"),
            LISTENING);
    int metricsPort = freePort();
    Children.Started orders =
        children.start(
            "orders",
            woven(
                agent,
                home,
                "orders",
                metricsPort,
                labels,
                application,
                "--inventory=http://127.0.0.1:" + port(inventory)),
            LISTENING);
    Children.Started sidecar =
        children.start(
            "sidecar",
            jvm(
                "-jar",
                ownJar.toString(),
                "sidecar",
                "--home=" + home.path(),
                "-D",
                "heddle.sidecar.port=0"),
            SIDECAR_READY);
    return new Services(
        inventory.process(),
        orders.process(),
        sidecar.process(),
        URI.create("http://127.0.0.1:" + port(orders)),
        metricsPort,
        port(sidecar));
  }

  private static List<String> woven(
      Path agent,
      DemoHome home,
      String service,
      int metricsPort,
      int labels,
      Path application,
      String serviceArgument) {
    String options =
        String.join(
            ";",
            "home=" + home.path(),
            "service.name=" + service,
            "metrics.port=" + metricsPort,
            "labels.budget=" + labels,
            "tenant.propagation.hosts=127.0.0.1");
    return jvm(
        "-javaagent:" + agent + "=" + options,
        "-jar",
        application.toString(),
        serviceArgument,
        "--database=" + home.database(service));
  }

  private static List<String> jvm(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    all.addAll(Arrays.asList(arguments));
    return all;
  }

  private static int port(Children.Started started) {
    return Integer.parseInt(started.match().group(1));
  }

  /** A port that was free a moment ago: the agent does not say which one it was given. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
