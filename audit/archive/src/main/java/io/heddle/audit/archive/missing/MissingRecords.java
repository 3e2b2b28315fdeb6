package io.heddle.audit.archive.missing;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.ledger.SignedState;
import io.heddle.audit.archive.retention.PrunedSegment;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.store.Schema;
import io.heddle.audit.archive.store.SegmentSummary;
import io.heddle.audit.archive.store.Sqlite;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What an archive once held and does not hold any more, although nothing says that it was pruned.
 *
 * <p>A look at names and numbers alone, in milliseconds, so that each answer can say that it is
 * incomplete. {@code heddle audit verify} looks at everything.
 */
public final class MissingRecords {
  private final ArchiveHome home;
  private final LedgerKeys keys;
  private final long signed;

  /** Of the archive of a home. Made before the hot file is looked at. */
  public MissingRecords(ArchiveHome home) {
    this.home = home;
    this.keys = new LedgerKeys(home.path());
    this.signed = SignedState.signedLeaves(home.tlog());
  }

  /**
   * What is missing where there is no hot file.
   *
   * @return sentences; never empty, because then the archive is missing
   */
  public List<String> withoutHotFile() throws ArchiveException {
    String lost = SignedState.lost(home.tlog(), keys);
    if (!lost.isEmpty()) {
      return List.of(lost);
    }
    try {
      boolean isAll = home.segments().isEmpty();
      return List.of(
          isAll ? "there is no archive below " + home.path() : home.hot() + " is missing");
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  /**
   * What is missing beside a hot file.
   *
   * @param hot the hot file as of one moment, which was looked at before the segments were listed
   * @param counted the segments that are there, of those that the hot file has counted
   * @return sentences; empty if nothing is missing
   */
  public List<String> beside(Connection hot, List<SegmentSummary> counted)
      throws SQLException, ArchiveException {
    List<String> missing = new ArrayList<>();
    String lost = SignedState.lost(home.tlog(), keys);
    if (!lost.isEmpty()) {
      missing.add(lost);
    }
    long next = Sqlite.number(hot, "SELECT next_segment FROM file");
    TreeSet<Long> absent = new TreeSet<>();
    for (long number = 1; number < next; number++) {
      absent.add(number);
    }
    counted.forEach(segment -> absent.remove(segment.number()));
    if (!absent.isEmpty()) {
      // Listed after the segments: each is noted there before its file is removed.
      pruned().forEach(pruned -> absent.remove(pruned.segment().number()));
    }
    absent.forEach(
        number ->
            missing.add(
                home.segment(number)
                    + " is missing, and nothing says that it was pruned; put it back from a copy,"
                    + " 'heddle audit verify' says which records were in it"));
    if (missing.isEmpty()) {
      leaves(hot, counted).ifPresent(missing::add);
    }
    return missing;
  }

  /** Leaves that were signed, and no file has their records. */
  private Optional<String> leaves(Connection hot, List<SegmentSummary> counted)
      throws SQLException, ArchiveException {
    if (!Schema.hasLedger(hot, "main")) {
      return Optional.empty();
    }
    LeafRanges ranges = new LeafRanges();
    counted.forEach(segment -> ranges.add(segment.firstLeaf(), segment.endLeaf()));
    try (Statement statement = hot.createStatement();
        ResultSet span = statement.executeQuery("SELECT first_leaf, records FROM span")) {
      while (span.next()) {
        ranges.add(span.getLong(1), span.getLong(1) + span.getLong(2));
      }
    }
    if (ranges.firstGap(signed).isPresent()) {
      pruned().forEach(p -> ranges.add(p.seal().firstLeaf(), p.seal().endLeaf()));
    }
    return ranges
        .firstGap(signed)
        .map(
            gap ->
                "the records of leaves "
                    + gap
                    + " are in no file of "
                    + home.archive()
                    + "; put its files back from a copy, 'heddle audit verify' says which");
  }

  private List<PrunedSegment> pruned() throws ArchiveException {
    return new Retention(home.path()).pruned(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private ArchiveException unreadable(IOException failure) {
    return new ArchiveException(home.archive() + " cannot be read (" + failure + ")", failure);
  }
}
