package io.heddle.agent.http.server.unwoven;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Notices that statements run and no request is ever seen, and looks which server serves them: a
 * warning, a note in the audit, a line for the doctor, once each. A process without a server that
 * is known by name is no reason to warn: it may be a batch job.
 *
 * <p>One thread runs it; any thread asks for what was found.
 */
public final class RequestWatch implements Runnable {
  /** How often it is run. */
  public static final long INTERVAL_MILLIS = 60_000;

  /**
   * A system property that {@code heddle doctor} reads. Empty or absent: a request was seen, or
   * hardly a statement. Otherwise its lines are a number of statements and, if a server was found,
   * the name of its class.
   */
  public static final String PROPERTY = "io.heddle.agent.unserved";

  /** So few statements in an interval are no application at work. */
  static final int FEWEST = 10;

  private final long intervalMillis;
  private final LongSupplier statements;
  private final LongSupplier requests;
  private final Function<Collection<String>, Set<String>> loaded;
  private final Consumer<String> log;
  private final BiConsumer<String, Map<String, ?>> notes;

  private long statementsBefore;
  private String shown = "";

  /** So many intervals of the kind until classes are looked through; then twice as many. */
  private int untilLook = 1;

  private int betweenLooks = 1;

  /** Empty while none was found. Volatile, because the scrape's thread asks for it. */
  private volatile String server = "";

  /** Whether a request was seen. Volatile like {@link #server}; never false again. */
  private volatile boolean isServing;

  /**
   * @param intervalMillis how often it is run, for what is said
   * @param statements how many statements have run so far
   * @param requests how many requests were served so far
   * @param loaded says which classes of these names are loaded; asked seldom, because it looks
   *     through all classes of the JVM
   * @param log takes a warning
   * @param notes takes what the audit has to say
   */
  public RequestWatch(
      long intervalMillis,
      LongSupplier statements,
      LongSupplier requests,
      Function<Collection<String>, Set<String>> loaded,
      Consumer<String> log,
      BiConsumer<String, Map<String, ?>> notes) {
    this.intervalMillis = intervalMillis;
    this.statements = statements;
    this.requests = requests;
    this.loaded = loaded;
    this.log = log;
    this.notes = notes;
  }

  /** The class of the server that nothing is woven into; empty if none was found. */
  public String server() {
    return server;
  }

  /** Whether a request was seen after all, as where there are two servers. */
  public boolean isServing() {
    return isServing;
  }

  @Override
  public void run() {
    if (isServing) {
      return;
    }
    if (requests.getAsLong() > 0) {
      isServing = true;
      show("");
      return;
    }
    long now = statements.getAsLong();
    long ran = now - statementsBefore;
    statementsBefore = now;
    if (ran < FEWEST || !server.isEmpty()) {
      return;
    }
    if (shown.isEmpty()) {
      show(ran + "\n");
    }
    if (--untilLook == 0) {
      betweenLooks *= 2;
      untilLook = betweenLooks;
      look(ran);
    }
  }

  private void look(long ran) {
    String found = UnwovenServer.among(loaded.apply(UnwovenServer.wanted()));
    if (found.isEmpty()) {
      return;
    }
    server = found;
    show(ran + "\n" + found + "\n");
    log.accept(
        ran
            + " statements ran in the last "
            + intervalMillis / 1_000
            + " s and no HTTP request has been seen since the start; the process has loaded the"
            + " server "
            + found
            + ", which Heddle does not instrument: every statement counts under ~none and no request"
            + " is recorded; docs/SUPPORTED.md lists the servers that are");
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("server", found);
    detail.put("statements", ran);
    notes.accept("SERVER_NOT_WOVEN", detail);
  }

  private void show(String lines) {
    if (!lines.equals(shown)) {
      shown = lines;
      System.setProperty(PROPERTY, lines);
    }
  }
}
