package io.heddle.audit.archive.privacy;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.privacy.TenantKeyFile.Place;
import io.heddle.audit.spool.privacy.Erasures;
import io.heddle.audit.spool.privacy.KeyId;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.PrivacyException;
import io.heddle.audit.spool.privacy.WrappedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Keeps the tenants' keys of an archive, and destroys them. Each call locks the file for its own
 * time, so that any process may call beside an archiver. One thread.
 */
public final class TenantKeyStore {
  /** Takes what the ledger is to tell. */
  public interface Recorder {
    /** Records an event. */
    void record(LedgerEvent event) throws ArchiveException;

    /** What was recorded survives a power loss when this returns. */
    void makeDurable() throws ArchiveException;
  }

  /** What is done with the file while it is locked. */
  private interface Work<T> {
    T with(TenantKeyFile file) throws IOException, ArchiveException;
  }

  private final ArchiveHome home;

  /** Of which file the rest is known; it changes with every line that is added. */
  private String identity = "";

  private final Set<KeyId> known = new HashSet<>();
  private final Map<String, Long> newestErasure = new HashMap<>();

  /** The file whose lines the ledger all tells of. */
  private String settled = "";

  /** The keys of an archive. */
  public TenantKeyStore(ArchiveHome home) {
    this.home = home;
  }

  /**
   * Keeps keys that came from spools; those that are there already are passed over. A key that was
   * made by a run which did not know yet that its tenant was erased is destroyed instead.
   *
   * @return the keys that are destroyed, now or before
   */
  public List<WrappedKey> take(Collection<WrappedKey> keys) throws ArchiveException {
    if (keys.isEmpty()) {
      return List.of();
    }
    return change(
        file -> {
          learn(file);
          List<KeyLine> lines = new ArrayList<>();
          List<WrappedKey> destroyed = new ArrayList<>();
          for (WrappedKey key : keys) {
            boolean isLate =
                key.origin().erasures() < newestErasure.getOrDefault(key.origin().tenant(), 0L);
            if (isLate) {
              destroyed.add(key);
            }
            if (known.add(key.id())) {
              lines.add(new KeyLine.Key(isLate ? key.destroyed() : key));
            }
          }
          if (!lines.isEmpty()) {
            identity = "";
            file.append(lines);
            identity = file.identity();
          }
          return destroyed;
        });
  }

  /**
   * Destroys all of a tenant's keys, and lets agents know. What was decided is finished by whoever
   * opens the archive next, should this process die.
   *
   * @return how many keys were destroyed
   */
  public int erase(String tenant, String by, String reason, long nowMicros)
      throws ArchiveException {
    return change(
        file -> {
          long number = 1;
          for (Place place : file.lines()) {
            if (place.line() instanceof KeyLine.Erasure earlier) {
              number = Math.max(number, earlier.number() + 1);
            }
          }
          file.append(
              List.of(new KeyLine.Erasure(number, nowMicros, tenant, by, reason, KeyLine.DECIDED)));
          return finish(file);
        });
  }

  /** Notes something for the ledger: the archiver, which may be another process, takes it there. */
  public void note(String what, String detail, long nowMicros) throws ArchiveException {
    change(
        file -> {
          file.append(List.of(new KeyLine.Note(nowMicros, what, detail, KeyLine.DECIDED)));
          return null;
        });
  }

  /**
   * Removes keys that nobody needs any more, and has the ledger tell of it: by a note for each
   * tenant, which takes their place in the file at the same moment.
   *
   * @param unused says which; those of a tenant whose erasure is not told yet stay
   * @return how many were removed
   */
  public int remove(Predicate<WrappedKey> unused, String by, long nowMicros)
      throws ArchiveException {
    return change(
        file -> {
          List<Place> places = file.lines();
          Set<String> untold = TenantKeyRing.of(places).erasuresToTell();
          Map<String, List<KeyId>> removed = new TreeMap<>();
          List<KeyLine> lines = new ArrayList<>();
          for (Place place : places) {
            if (place.line() instanceof KeyLine.Key key
                && key.isSound()
                && !untold.contains(key.wrapped().origin().tenant())
                && unused.test(key.wrapped())) {
              String tenant = key.wrapped().origin().tenant();
              removed.computeIfAbsent(tenant, any -> new ArrayList<>()).add(key.wrapped().id());
            } else {
              lines.add(place.line());
            }
          }
          removed.forEach(
              (tenant, keys) ->
                  RemovedKeys.notes(tenant, keys, by)
                      .forEach(
                          note ->
                              lines.add(
                                  new KeyLine.Note(
                                      nowMicros, RemovedKeys.WHAT, note, KeyLine.DECIDED))));
          if (!removed.isEmpty()) {
            file.replaceAll(lines);
          }
          return removed.values().stream().mapToInt(List::size).sum();
        });
  }

  /**
   * Wraps all keys anew that one master key has wrapped.
   *
   * @return how many
   * @throws PrivacyException if one is not as it was wrapped; nothing is changed then
   */
  public int rewrap(MasterKey from, MasterKey to) throws ArchiveException, PrivacyException {
    List<PrivacyException> refused = new ArrayList<>();
    int count =
        change(
            file -> {
              SecureRandom random = new SecureRandom();
              List<KeyLine> lines = new ArrayList<>();
              int wrapped = 0;
              for (Place place : file.lines()) {
                if (place.line() instanceof KeyLine.Key key
                    && key.isSound()
                    && !key.wrapped().isDestroyed()
                    && key.wrapped().master().equals(from.id())) {
                  try {
                    lines.add(new KeyLine.Key(to.wrap(from.unwrap(key.wrapped()), random)));
                    wrapped++;
                  } catch (PrivacyException forged) {
                    refused.add(forged);
                    return 0;
                  }
                } else {
                  lines.add(place.line());
                }
              }
              if (wrapped > 0) {
                file.replaceAll(lines);
              }
              return wrapped;
            });
    if (!refused.isEmpty()) {
      throw refused.get(0);
    }
    return count;
  }

  /**
   * Finishes erasures that a crash has interrupted, and hands to the ledger what it does not tell
   * yet; each at least once. Costs a look at the file's size while nothing is new.
   */
  public void recordNew(Recorder ledger) throws ArchiveException {
    try {
      Path file = home.tenantKeys();
      if (!Files.exists(file) || TenantKeyFile.identity(file).equals(settled)) {
        return;
      }
    } catch (IOException unreadable) {
      throw unusable(unreadable);
    }
    change(
        file -> {
          finish(file);
          List<Place> lines = file.lines();
          List<Place> told = new ArrayList<>();
          for (Place place : lines) {
            if (place.line() instanceof KeyLine.Erasure erasure
                && erasure.state() == KeyLine.DONE) {
              for (LedgerEvent event : ErasedKeys.events(lines, erasure)) {
                ledger.record(event);
              }
              told.add(place);
            } else if (place.line() instanceof KeyLine.Note note && note.state() != KeyLine.TOLD) {
              ledger.record(new LedgerEvent.Noted(note.micros(), note.what(), note.detail()));
              told.add(place);
            }
          }
          if (!told.isEmpty()) {
            ledger.makeDurable();
            for (Place place : told) {
              file.state(place, KeyLine.TOLD);
            }
          }
          settled = file.identity();
          return null;
        });
  }

  /** Destroys what erasures that are decided concern, publishes them; returns how many keys. */
  private int finish(TenantKeyFile file) throws IOException, ArchiveException {
    List<Place> lines = file.lines();
    Map<String, Long> newest = newestErasures(lines);
    int destroyed = 0;
    boolean isPublished = newest.isEmpty() || Files.exists(published());
    for (Place place : lines) {
      if (place.line() instanceof KeyLine.Erasure erasure && erasure.isUndone()) {
        List<Place> keys = ErasedKeys.concerned(lines, erasure);
        file.destroy(keys);
        destroyed += keys.size();
        publish(newest);
        isPublished = true;
        file.state(place, KeyLine.DONE);
      }
    }
    if (!isPublished) {
      publish(newest);
    }
    return destroyed;
  }

  private static Map<String, Long> newestErasures(List<Place> lines) {
    Map<String, Long> newest = new HashMap<>();
    for (Place place : lines) {
      if (place.line() instanceof KeyLine.Erasure erasure) {
        newest.merge(erasure.tenant(), erasure.number(), Math::max);
      }
    }
    return newest;
  }

  /** Tells agents, which may run as other users: the list names nobody. */
  private void publish(Map<String, Long> newest) throws IOException {
    Files.createDirectories(home.spool());
    TenantKeyFile.replace(published(), Erasures.text(newest), "rw-r--r--");
  }

  private Path published() {
    return home.spool().resolve(Erasures.FILE);
  }

  private void learn(TenantKeyFile file) throws IOException, ArchiveException {
    if (identity.equals(file.identity())) {
      return;
    }
    known.clear();
    newestErasure.clear();
    List<Place> lines = file.lines();
    for (Place place : lines) {
      if (place.line() instanceof KeyLine.Key key) {
        known.add(key.wrapped().id());
      }
    }
    newestErasure.putAll(newestErasures(lines));
    identity = file.identity();
  }

  private <T> T change(Work<T> work) throws ArchiveException {
    try (TenantKeyFile file = TenantKeyFile.open(home)) {
      return work.with(file);
    } catch (IOException failure) {
      throw unusable(failure);
    }
  }

  private ArchiveException unusable(IOException failure) {
    return new ArchiveException(
        "the tenants' keys " + home.tenantKeys() + " cannot be used (" + failure + ")", failure);
  }
}
