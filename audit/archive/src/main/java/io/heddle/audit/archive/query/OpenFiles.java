package io.heddle.audit.archive.query;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.store.SegmentManifest;
import io.heddle.audit.archive.store.SegmentSummary;
import io.heddle.audit.archive.store.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The files of an archive that a reader keeps open from one question to the next: the hot file, and
 * the segments that a question needed. Bound: one connection for each file of the archive.
 */
final class OpenFiles implements AutoCloseable {
  private final ArchiveHome home;
  private final Map<Long, SegmentFile> segments = new HashMap<>();
  private Connection hot;
  private Statements hotStatements;
  private Object hotKey;
  private List<SegmentSummary> summaries = List.of();
  private FileTime summarised;
  private long summarisedBefore;

  OpenFiles(ArchiveHome home) {
    this.home = home;
  }

  /** Whether there is an archive. */
  boolean exist() {
    return Files.exists(home.hot());
  }

  /** The hot file, of which all queries until {@link #endLook} see the same state. */
  Connection hot() throws SQLException, IOException, ArchiveException {
    Object key = Files.readAttributes(home.hot(), BasicFileAttributes.class).fileKey();
    if (hot != null && key != null && key.equals(hotKey)) {
      return hot;
    }
    closeHot(); // another file has taken its place, or nobody can tell
    hot = openHot();
    hotStatements = new Statements(hot);
    hotKey = key;
    return hot;
  }

  /** It counts as open once it can be asked; {@link #endLook} would hide the reason else. */
  private Connection openHot() throws SQLException, ArchiveException {
    Connection opened = Sqlite.reading(home.hot());
    try {
      Sqlite.check(opened, home.hot());
      opened.setAutoCommit(false);
      return opened;
    } catch (SQLException | ArchiveException unusable) {
      opened.close();
      throw unusable;
    }
  }

  /** What is prepared on the hot file, as it was last returned. */
  Statements hotStatements() {
    return hotStatements;
  }

  /** Lets the archiver's checkpoints pass until the hot file is asked again. */
  void endLook() throws SQLException {
    if (hot != null) {
      hot.commit();
    }
  }

  /** The wanted ones of {@link #counted}, open. */
  List<SegmentFile> segments(Predicate<SegmentSummary> wanted)
      throws SQLException, IOException, ArchiveException {
    List<SegmentFile> open = new ArrayList<>();
    for (SegmentSummary summary : counted()) {
      if (wanted.test(summary)) {
        SegmentFile segment = segment(summary.number());
        if (segment != null) {
          open.add(segment);
        }
      }
    }
    return open;
  }

  /** The segments that the hot file has counted: later ones are still in the hot file as well. */
  List<SegmentSummary> counted() throws SQLException, IOException, ArchiveException {
    long next = Sqlite.number(hot(), "SELECT next_segment FROM file");
    FileTime changed = Files.getLastModifiedTime(home.archive());
    // Both, because a folder's time is coarse: a segment sealed at once after the last look shows
    // by its number, one that was pruned at the latest when it is opened.
    if (next != summarisedBefore || !changed.equals(summarised)) {
      summaries = SegmentManifest.read(home).segments();
      summarised = changed;
      summarisedBefore = next;
      forgetPruned();
    }
    return summaries.stream().filter(summary -> summary.number() < next).toList();
  }

  /** Null if it has been pruned since the folder was listed. */
  private SegmentFile segment(long number) throws ArchiveException {
    SegmentFile segment = segments.get(number);
    if (segment == null) {
      try {
        segment = SegmentFile.open(home.segment(number), number);
      } catch (ArchiveException failure) {
        if (Files.notExists(home.segment(number))) {
          return null;
        }
        throw failure;
      }
      segments.put(number, segment);
    }
    return segment;
  }

  private void forgetPruned() throws ArchiveException {
    Set<Long> gone = new HashSet<>(segments.keySet());
    summaries.forEach(summary -> gone.remove(summary.number()));
    for (long number : gone) {
      segments.remove(number).close();
    }
  }

  private void closeHot() throws SQLException {
    if (hot != null) {
      hot.close();
      hot = null;
    }
  }

  @Override
  public void close() throws ArchiveException {
    for (SegmentFile segment : segments.values()) {
      segment.close();
    }
    segments.clear();
    try {
      closeHot();
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    }
  }
}
