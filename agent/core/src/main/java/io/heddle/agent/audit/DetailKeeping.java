package io.heddle.agent.audit;

import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.privacy.Erasures;
import io.heddle.audit.spool.privacy.KeyOrigin;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.MasterKeySource;
import io.heddle.audit.spool.privacy.PrivacyException;
import io.heddle.audit.spool.privacy.RecordBinding;
import io.heddle.audit.spool.privacy.TenantKeys;
import io.heddle.exporter.telemetry.metrics.Metrics;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gets ready to seal detail, once a policy asks for it, and learns then which tenants were erased.
 * Run again and again on one thread of the agent's: what is slow at its first use (security
 * providers, a command that prints the master key) never is on the application's.
 *
 * <p>While there is no master key nothing is sealed, and nothing is kept unsealed either.
 */
public final class DetailKeeping implements Runnable {
  private static final long RETRY_MICROS = 30_000_000;

  private final Settings settings;
  private final SpoolWriter spool;
  private final AuditSink audit;
  private final LongSupplier epochMicros;
  private final Consumer<String> log;
  private final Path folder;
  private long triedMicros;
  private String told = "";

  /** Null while nothing can be sealed. */
  private volatile TenantKeys keys;

  private volatile DetailSealer sealer;

  /**
   * @param spool takes the tenants' keys
   * @param audit seals what it records, as soon as it can be
   * @param log takes a sentence when something is wrong, and when it is not any more
   */
  public DetailKeeping(
      Settings settings,
      SpoolWriter spool,
      AuditSink audit,
      LongSupplier epochMicros,
      Consumer<String> log) {
    this.settings = settings;
    this.spool = spool;
    this.audit = audit;
    this.epochMicros = epochMicros;
    this.log = log;
    this.folder = settings.path(Setting.HOME).resolve("spool");
  }

  /** Adds the families that tell what is sealed. */
  public void show(Metrics metrics) {
    metrics.counter(
        "heddle_audit_tenant_keys_total",
        "Keys of tenants that were made to seal detail.",
        () -> keys == null ? 0 : keys.made());
    metrics.counter(
        "heddle_audit_details_missing_total",
        "Operations whose detail could not be sealed, for want of a key or of room.",
        () -> sealer == null ? 0 : sealer.missing());
  }

  /** Looks once; the start's thread may be at it as well as housekeeping's. */
  @Override
  public synchronized void run() {
    long now = epochMicros.getAsLong();
    if (keys == null && (told.isEmpty() || Math.abs(now - triedMicros) >= RETRY_MICROS)) {
      triedMicros = now;
      begin();
    } else if (keys != null) {
      learn();
    }
  }

  private void begin() {
    try {
      MasterKey master =
          new MasterKeySource(
                  settings.text(Setting.PRIVACY_MASTER_KEY), settings::environmentVariable)
              .load();
      // Erasures first: a key that does not know of one would be destroyed when it is archived.
      Erasures erasures = Erasures.read(folder);
      warmUp(master);
      keys =
          new TenantKeys(
              master,
              spool.node(),
              spool.boot(),
              settings.count(Setting.TENANT_CAPACITY),
              erasures,
              key -> spool.appendKey(key.bytes()),
              epochMicros);
      sealer = new DetailSealer(keys);
      audit.sealWith(sealer);
      tell("");
    } catch (PrivacyException none) {
      tell("no detail is kept, although the policy asks for it: " + none.getMessage());
    } catch (IOException unreadable) {
      tell(
          "no detail is kept, although the policy asks for it: "
              + folder.resolve(Erasures.FILE)
              + " cannot be used: "
              + unreadable.getMessage());
    }
  }

  private void learn() {
    try {
      keys.know(Erasures.read(folder));
      tell("");
    } catch (IOException unreadable) {
      tell(
          folder.resolve(Erasures.FILE)
              + " cannot be used: "
              + unreadable.getMessage()
              + "; who is erased now stays unknown");
    }
  }

  /** Seals something that nobody will see. */
  private static void warmUp(MasterKey master) {
    SecureRandom random = new SecureRandom();
    var key = master.draw(new KeyOrigin("", "", 0, 0, 0), random);
    master.wrap(key, random);
    key.seal(new RecordBinding(0, 0), new byte[1]);
  }

  /** Tells of what is wrong once, and of its end. */
  private void tell(String problem) {
    if (!problem.equals(told)) {
      log.accept(problem.isEmpty() ? "detail is sealed from now on" : problem);
      told = problem;
    }
  }
}
