package io.heddle.exporter.telemetry.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.exporter.telemetry.metrics.TenantMetrics;
import io.heddle.exporter.telemetry.metrics.Tenants;
import io.heddle.exporter.telemetry.otlp.OtlpOptions;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is loaded, and when, under a loader that sees of the platform only {@code java.*}. */
class AgentLoaderTest {
  private final AgentLoader loader = new AgentLoader();

  @Test
  void needsNeitherTheSdkNorSimpleclientToRecord() throws Exception {
    run(Recording.class);

    assertThat(loader.defined).contains(Telemetry.class.getName());
    assertThat(loader.defined)
        .noneMatch(name -> name.startsWith("io.opentelemetry."))
        .noneMatch(name -> name.startsWith("io.prometheus."));
    assertThat(loader.defined).hasSizeLessThan(50);
  }

  @Test
  void servesThePageWithoutTheSdk() throws Exception {
    assertThat((String) run(Serving.class)).contains("heddle_http_requests_total 1.0");

    assertThat(loader.defined).noneMatch(name -> name.startsWith("io.opentelemetry."));
  }

  @Test
  void reportsThatNobodyListensRatherThanFailToLink() throws Exception {
    assertThat((String) run(Shipping.class)).contains("ConnectException");
  }

  private Object run(Class<?> task) throws Exception {
    Object instance = loader.loadClass(task.getName()).getDeclaredConstructor().newInstance();
    return ((Callable<?>) instance).call();
  }

  /** Creates telemetry and records, as premain and the first requests do. */
  public static final class Recording implements Callable<Object> {
    @Override
    public Object call() {
      TenantMetrics<String> tenants = Tenants.withBudget(10);
      Telemetry telemetry = telemetry("http://127.0.0.1:1", tenants, line -> {});
      tenants.recordHttp("tenant-1", false, 1);
      telemetry.metrics().httpServer().series("GET", "/", 200, "").record(1, 2, 3, true);
      telemetry.metrics().database().series("h2", "SELECT", "").record(1);
      return telemetry;
    }
  }

  /** Reads the page. */
  public static final class Serving implements Callable<Object> {
    @Override
    public Object call() throws Exception {
      TenantMetrics<String> tenants = Tenants.withBudget(10);
      Telemetry telemetry = telemetry("", tenants, line -> {});
      telemetry.start();
      tenants.recordHttp("tenant-1", false, 1);
      URI page = URI.create("http://127.0.0.1:" + telemetry.metricsPort() + "/metrics");
      try (var in = page.toURL().openStream()) {
        return new String(in.readAllBytes());
      } finally {
        telemetry.close();
      }
    }
  }

  /** Ships a span to a port that is closed. */
  public static final class Shipping implements Callable<Object> {
    @Override
    public Object call() throws Exception {
      StringBuffer log = new StringBuffer();
      Telemetry telemetry = telemetry("http://127.0.0.1:1", Tenants.withBudget(10), log::append);
      telemetry.start();
      telemetry.spans().offer(new OneOperation());
      telemetry.close();
      return log.toString();
    }
  }

  private static Telemetry telemetry(
      String endpoint, TenantMetrics<String> tenants, Consumer<String> log) {
    Map<String, String> variables =
        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint, "OTEL_EXPORTER_OTLP_TIMEOUT", "500");
    OtlpOptions otlp = OtlpOptions.of(variables::get, log);
    return Telemetry.create(new TelemetryOptions(true, "127.0.0.1", 0, otlp), tenants, log);
  }

  private static final class AgentLoader extends URLClassLoader {
    final Set<String> defined = ConcurrentHashMap.newKeySet();

    AgentLoader() {
      super(classPath(), null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      // javax.net.ssl is in java.base, so a loader that delegates java.base's packages sees it.
      if (name.startsWith("java.") || name.startsWith("javax.net.")) {
        return ClassLoader.getPlatformClassLoader().loadClass(name);
      }
      return super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      Class<?> found = super.findClass(name);
      defined.add(name);
      return found;
    }

    private static URL[] classPath() {
      String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
      URL[] urls = new URL[entries.length];
      for (int i = 0; i < entries.length; i++) {
        try {
          urls[i] = new File(entries[i]).toURI().toURL();
        } catch (MalformedURLException impossible) {
          throw new AssertionError(impossible);
        }
      }
      return urls;
    }
  }
}
