package io.heddle.audit.archive.retention;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands what was held, released and pruned to the ledger, where it is signed. Whoever holds or
 * prunes need not be the archiver, which alone can write there: so the archiver asks again and
 * again, at the price of a look at the register's time while nothing is new.
 *
 * <p>Each event is recorded at least once; after a crash at the wrong moment, twice. A hold that
 * stands is recorded again whenever segments are pruned, so that what tells of it is never pruned
 * itself. One thread.
 */
public final class RetentionEvents {
  /** What a note says that tells of a hold. */
  public static final String HOLD = "HOLD";

  /** What a note says that tells of a hold's release. */
  public static final String RELEASED = "RELEASED";

  private static final long COARSE_MILLIS = 2_000;

  /** Takes an event; it is committed when this returns. */
  public interface Recorder {
    /** Records it. */
    void record(LedgerEvent event) throws ArchiveException;
  }

  private final ArchiveHome home;

  /** The register's time when all of it was recorded; 0 if that is not known. */
  private long settledMillis;

  /** Of the archive of a home directory. */
  public RetentionEvents(ArchiveHome home) {
    this.home = home;
  }

  /**
   * Records what is new since the last time, in this process or an earlier one.
   *
   * @return whether segments were pruned
   */
  public boolean recordNew(Recorder ledger) throws ArchiveException {
    boolean hasPruned = false;
    try {
      long modified = Files.getLastModifiedTime(home.retention()).toMillis();
      if (modified != settledMillis) {
        hasPruned = recordAll(ledger);
        // A file's time is coarse: what comes within it would not show by it.
        boolean isOver = System.currentTimeMillis() - modified > COARSE_MILLIS;
        settledMillis =
            isOver && modified == Files.getLastModifiedTime(home.retention()).toMillis()
                ? modified
                : 0;
      }
    } catch (NoSuchFileException none) {
      settledMillis = 0;
    } catch (IOException failure) {
      throw new ArchiveException(
          home.retention() + " cannot be looked at (" + failure + ")", failure);
    }
    return hasPruned;
  }

  private boolean recordAll(Recorder ledger) throws ArchiveException {
    List<Hold> holds = new ArrayList<>();
    List<PrunedSegment> pruned = new ArrayList<>();
    RetentionRegister.look(
        home.retention(),
        () -> null,
        register -> {
          pruned.addAll(PrunedTable.unledgered(register));
          for (Hold hold : HoldTable.all(register)) {
            int told = HoldTable.inLedger(register, hold);
            // What told of it may be in a segment that is gone now.
            boolean isToldAgain = hold.stands() && !pruned.isEmpty();
            if (told < 1 || isToldAgain) {
              ledger.record(put(hold));
            }
            if (told < 2 && !hold.stands()) {
              ledger.record(released(hold));
            }
            if (told < events(hold)) {
              holds.add(hold);
            }
          }
          for (PrunedSegment segment : pruned) {
            ledger.record(
                new LedgerEvent.Pruned(segment.prunedMicros(), segment.seal(), reason(segment)));
          }
          return null;
        });
    if (!holds.isEmpty() || !pruned.isEmpty()) {
      RetentionRegister.change(
          home.retention(),
          register -> {
            for (Hold hold : holds) {
              HoldTable.ledgered(register, hold, events(hold));
            }
            for (PrunedSegment segment : pruned) {
              PrunedTable.ledgered(register, segment);
            }
            return null;
          });
    }
    return !pruned.isEmpty();
  }

  private static int events(Hold hold) {
    return hold.stands() ? 1 : 2;
  }

  private static LedgerEvent put(Hold hold) {
    return new LedgerEvent.Noted(
        hold.heldMicros(), HOLD, detail(hold, hold.reason(), hold.heldBy()));
  }

  private static LedgerEvent released(Hold hold) {
    return new LedgerEvent.Noted(
        hold.releasedMicros(), RELEASED, detail(hold, hold.releaseReason(), hold.releasedBy()));
  }

  /** As JSON; without a mapper, whose start every command would pay for. */
  private static String detail(Hold hold, String reason, String by) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("hold", hold.id());
      json.writeStringField("tenant", hold.tenant());
      json.writeStringField("case", hold.caseName());
      json.writeStringField("reason", reason);
      json.writeStringField("by", by);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static String reason(PrunedSegment segment) {
    return segment.reason() + ", by " + segment.prunedBy();
  }
}
