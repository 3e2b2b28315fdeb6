package io.heddle.command.sidecar;

import io.heddle.audit.spool.access.OwnerOnly;
import io.heddle.audit.spool.access.SharedHome;
import io.heddle.command.cli.CommandFailure;
import io.heddle.command.cli.SettingsOptions;
import io.heddle.command.cli.Terminal;
import io.heddle.command.logging.CommandLog;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a {@link Sidecar} until SIGTERM or Ctrl-C; the only place that wires one. */
@Command(
    name = "sidecar",
    mixinStandardHelpOptions = true,
    description = "Archive what the agents record, until stopped; serves /metrics and /healthz.",
    footer = {
      "",
      "On SIGTERM it archives what is left in the spool, for half a minute at most, and exits with",
      "0. A record stays in the spool until it is durable in the archive, so it may be killed and",
      "started again at any time."
    })
public final class SidecarCommand implements Callable<Integer> {
  private static final Duration DRAINING_BOUND = Duration.ofSeconds(30);
  private static final long LOCK_POLL_NANOS = Duration.ofMillis(200).toNanos();

  @Mixin private SettingsOptions options;

  @Option(
      names = "--wait",
      description = "Wait while another sidecar has the same home, then take over.")
  private boolean waits;

  @Override
  public Integer call() throws IOException {
    Settings settings = options.settings();
    CommandLog.start(settings, Terminal.isColourful());
    Logger log = LogManager.getLogger(SidecarCommand.class);
    Path home = settings.path(Setting.HOME).toAbsolutePath().normalize();
    try (SidecarLock lock = take(home, settings.text(Setting.HOME_GROUP), log)) {
      Drain drain = ArchiveDrain.open(home, settings);
      return serve(home, settings, lock, drain, log);
    }
  }

  private static int serve(Path home, Settings settings, SidecarLock lock, Drain drain, Logger log)
      throws IOException {
    DrainHealth health = DrainHealth.of(home);
    Sidecar sidecar =
        new Sidecar(
            drain,
            health,
            Duration.ofMillis(settings.millis(Setting.ARCHIVE_POLL)),
            DRAINING_BOUND);
    CollectorRegistry registry = new CollectorRegistry();
    registry.register(new SidecarMetrics(drain, health, sidecar, Clock.systemUTC()));
    try (SidecarPages pages = listen(settings, registry, health, sidecar)) {
      String host = settings.text(Setting.SIDECAR_HOST);
      lock.inscribe(
          "pid %d on http://%s:%d since %s"
              .formatted(
                  ProcessHandle.current().pid(),
                  host,
                  pages.port(),
                  Instant.now().truncatedTo(ChronoUnit.SECONDS)));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(sidecar, log), "sidecar-stop"));
      log.info(
          "ready: archiving {}, serving http://{}:{}/metrics and /healthz",
          home,
          host,
          pages.port());
      sidecar.run();
      return 0;
    }
  }

  /**
   * Ends the JVM itself, because a signal would make its exit code 143, which looks like a failure.
   */
  private static void stop(Sidecar sidecar, Logger log) {
    log.info("stopping: archiving what is left in the spool");
    sidecar.stop();
    int exitCode = 1;
    try {
      exitCode = sidecar.awaitClosed() ? 0 : 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LogManager.shutdown();
    Runtime.getRuntime().halt(exitCode);
  }

  private SidecarLock take(Path home, String group, Logger log) throws IOException {
    try {
      OwnerOnly.makeFolders(home);
      SharedHome.share(home, group);
    } catch (IOException e) {
      throw new CommandFailure(
          "cannot create " + home + ": " + e, "Choose another directory with --home.", e);
    }
    Optional<SidecarLock> lock = SidecarLock.tryTake(home);
    if (lock.isEmpty()) {
      String holder = SidecarLock.holder(home).orElse("another process");
      if (!waits) {
        throw new CommandFailure(
            home + " already has a sidecar: " + holder,
            "Stop that one, or wait for its end with --wait.",
            null);
      }
      log.info("waiting: {} has a sidecar: {}", home, holder);
      while (lock.isEmpty()) {
        LockSupport.parkNanos(LOCK_POLL_NANOS);
        lock = SidecarLock.tryTake(home);
      }
    }
    return lock.get();
  }

  private static SidecarPages listen(
      Settings settings, CollectorRegistry registry, DrainHealth health, Sidecar sidecar) {
    InetSocketAddress address =
        new InetSocketAddress(
            settings.text(Setting.SIDECAR_HOST), settings.count(Setting.SIDECAR_PORT));
    try {
      return SidecarPages.start(address, registry, health, sidecar);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          "cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + e.getMessage(),
          "Choose another port with -D heddle.sidecar.port=…; 0 lets the system choose.",
          e);
    }
  }
}
