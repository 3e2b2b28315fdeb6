package io.heddle.it.harness;

import java.net.URI;
import java.net.http.HttpRequest;

/** An application under test that serves HTTP, and the JVM it runs in. */
public final class Application implements AutoCloseable {
  private final Jvm jvm;
  private final int port;

  private Application(Jvm jvm, int port) {
    this.jvm = jvm;
    this.port = port;
  }

  /**
   * Waits until the application says which port it serves.
   *
   * @param pattern a line of its standard output whose first group is the port
   */
  public static Application awaitPort(Jvm jvm, String pattern) throws InterruptedException {
    return new Application(jvm, Integer.parseInt(jvm.awaitLine(pattern).group(1)));
  }

  /** Its JVM. */
  public Jvm jvm() {
    return jvm;
  }

  /** The port it serves. */
  public int port() {
    return port;
  }

  /** Sends a request and waits for the answer. */
  public Answer send(Call call) {
    return Client.send(request(call));
  }

  /** The request that {@link #send} would send. */
  public HttpRequest request(Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + call.path()))
            .method(call.method(), HttpRequest.BodyPublishers.noBody());
    call.headers().forEach(request::header);
    return request.build();
  }

  @Override
  public void close() {
    jvm.close();
  }
}
