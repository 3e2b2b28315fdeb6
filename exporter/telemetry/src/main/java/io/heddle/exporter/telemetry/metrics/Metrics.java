package io.heddle.exporter.telemetry.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * All series of the process, and the page that shows them.
 *
 * <p>Any thread records. The page's classes are loaded by the first scrape.
 */
public final class Metrics {
  /** The most series of each family; a full one holds about 1.6, 1 and 1 KiB each on 8 CPUs. */
  static final int HTTP_SERVER_SERIES = 1_000;

  static final int HTTP_CLIENT_SERIES = 500;
  static final int DATABASE_SERIES = 500;

  private final SeriesTable httpServerTable = new SeriesTable(HTTP_SERVER_SERIES, true);
  private final SeriesTable httpClientTable = new SeriesTable(HTTP_CLIENT_SERIES, false);
  private final SeriesTable databaseTable = new SeriesTable(DATABASE_SERIES, false);
  private final HttpDurations httpServer = new HttpDurations(httpServerTable);
  private final HttpDurations httpClient = new HttpDurations(httpClientTable);
  private final DatabaseDurations database = new DatabaseDurations(databaseTable);
  private final TenantMetrics<?> tenants;
  private final AgentValues agentValues = new AgentValues();

  /** What has to be added before the next page; guarded by itself. */
  private final List<Runnable> descriptions = new ArrayList<>();

  /**
   * @param tenants the {@code heddle_tenant_…} family, which whoever made it records in
   */
  public Metrics(TenantMetrics<?> tenants) {
    this.tenants = tenants;
  }

  /** {@code http_server_request_duration_seconds}, by route; with exemplars. */
  public HttpDurations httpServer() {
    return httpServer;
  }

  /** {@code http_client_request_duration_seconds}, by server address. */
  public HttpDurations httpClient() {
    return httpClient;
  }

  /** {@code db_client_operation_duration_seconds}. */
  public DatabaseDurations database() {
    return database;
  }

  /**
   * Puts off until a page is asked for what adds values to it: a process that is not scraped, or
   * not yet, need not load what shows them.
   *
   * @param description calls {@link #counter} and {@link #gauge}; once, on the scrape's thread
   */
  public void describe(Runnable description) {
    synchronized (descriptions) {
      descriptions.add(description);
    }
  }

  /**
   * Shows a counter that somebody else keeps.
   *
   * @param name begins with {@code heddle_} and ends in {@code _total}
   * @param supplier read at each scrape, on the scrape's thread; must not block. If it throws, the
   *     value is left out of that page
   * @throws IllegalArgumentException if the name is malformed or taken
   */
  public void counter(String name, String help, DoubleSupplier supplier) {
    agentValues.add(name, help, true, "", "", supplier);
  }

  /**
   * Shows one value of a counter with a label; the caller sees to it that there are few. See {@link
   * #counter(String, String, DoubleSupplier)}.
   */
  public void counter(
      String name, String help, String labelName, String labelValue, DoubleSupplier supplier) {
    agentValues.add(name, help, true, labelName, labelValue, supplier);
  }

  /** Shows a gauge that somebody else keeps; see {@link #counter}. */
  public void gauge(String name, String help, DoubleSupplier supplier) {
    agentValues.add(name, help, false, "", "", supplier);
  }

  /** Shows one value of a gauge with a label; the caller sees to it that there are few. */
  public void gauge(
      String name, String help, String labelName, String labelValue, DoubleSupplier supplier) {
    agentValues.add(name, help, false, labelName, labelValue, supplier);
  }

  /** How many requests were served so far. Adds up all series: not for a hot path. */
  public long requests() {
    return httpServerTable.operations();
  }

  /** How many statements have run so far. Adds up all series: not for a hot path. */
  public long statements() {
    return databaseTable.operations();
  }

  /**
   * The page in the format that the scraper prefers; the series are read when it is written.
   *
   * @param accept the scraper's {@code Accept} header; null if it sent none
   * @param scraper who reads it: labels change when all who read regularly have seen the same
   */
  public MetricsPage page(String accept, String scraper) {
    synchronized (descriptions) {
      descriptions.forEach(Runnable::run);
      descriptions.clear();
    }
    return new MetricsPage(
        new SeriesCollector(
            httpServerTable, httpClientTable, databaseTable, tenants, agentValues, scraper),
        accept);
  }
}
