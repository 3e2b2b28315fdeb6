package io.heddle.audit.archive.query;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.missing.MissingRecords;
import io.heddle.audit.archive.retention.PrunedSegment;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.store.KeyRange;
import io.heddle.audit.archive.store.SegmentSummary;
import io.heddle.audit.archive.store.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads an archive: the hot file and every sealed segment that it has counted, merged by time.
 *
 * <p>An archive that is not there yet is empty.
 */
public final class ArchiveReader implements AutoCloseable {
  /** Takes the answers, one by one. */
  public interface Answers {
    /** Takes one; returns whether more are wanted. */
    boolean take(ArchivedOperation operation);
  }

  /** What is done while the hot file is looked at. */
  private interface Look<T> {
    T at(Connection hot) throws SQLException, IOException, ArchiveException;
  }

  private final ArchiveHome home;
  private final OpenFiles files;

  /** Reads the archive of a home directory. */
  public ArchiveReader(Path homeDirectory) {
    home = new ArchiveHome(homeDirectory);
    files = new OpenFiles(home);
  }

  /**
   * Answers a question.
   *
   * @return how many answers were taken
   * @throws ArchiveException if a file cannot be read
   */
  public long answer(AuditQuery query, Answers answers) throws ArchiveException {
    return look(0L, hot -> ask(query, query.condition(), query::mayBeIn, answers));
  }

  /**
   * The operations of a run whose sequence numbers lie in a range, in no order that matters.
   *
   * @return how many were taken
   */
  public long answer(KeyRange range, Answers answers) throws ArchiveException {
    AuditQuery.Condition condition =
        new AuditQuery.Condition(
            "o.log IN (SELECT id FROM log WHERE node = ? AND boot = ?) AND o.seq BETWEEN ? AND ?",
            List.of(range.node(), range.boot(), range.firstSeq(), range.lastSeq()));
    return look(
        0L,
        hot ->
            ask(
                AuditQuery.all(0),
                condition,
                segment -> segment.keys().stream().anyMatch(range::overlaps),
                answers));
  }

  /**
   * Counts the operations a question is about by what they have in common; its order and limit do
   * not matter.
   *
   * @return the groups, largest first
   */
  public List<Group> count(AuditQuery query, List<Dimension> dimensions) throws ArchiveException {
    return look(
        List.of(),
        hot -> {
          Counting counting = new Counting(query.condition(), dimensions);
          counting.add(files.hotStatements());
          for (SegmentFile segment : files.segments(query::mayBeIn)) {
            counting.add(segment.statements());
          }
          return counting.groups();
        });
  }

  /** What was recorded that is no operation. */
  public EventAnswer events(EventQuery query) throws ArchiveException {
    return look(
        new EventAnswer(List.of(), Set.of()),
        hot -> {
          EventSearch search = new EventSearch(query);
          search.in(hot);
          for (SegmentFile segment : files.segments(query::mayBeIn)) {
            search.in(segment.connection());
          }
          return new EventAnswer(search.found(), search.kinds());
        });
  }

  /** What the archive holds now, for {@link #answerSince}. */
  public Seen seen() throws ArchiveException {
    return look(
        new Seen(),
        hot -> {
          Seen seen = new Seen();
          seen.lookedUpTo(Sqlite.number(hot, "SELECT next_segment FROM file"));
          try (Statement statement = hot.createStatement();
              ResultSet row = statement.executeQuery("SELECT id, next_seq - 1 FROM log")) {
            while (row.next()) {
              seen.saw(row.getLong(1), row.getLong(2));
            }
          }
          return seen;
        });
  }

  /**
   * Answers with what has been archived since {@code seen}, which then includes it.
   *
   * @return how many answers were taken
   */
  public long answerSince(Seen seen, AuditQuery query, Answers answers) throws ArchiveException {
    return look(0L, hot -> answerSince(hot, seen, query, answers));
  }

  /** The segments that were pruned and may have held answers, oldest first. */
  public List<PrunedSegment> pruned(AuditQuery query) throws ArchiveException {
    return new Retention(home.path())
        .pruned(query.fromMicros(), query.toMicros()).stream()
            .filter(pruned -> query.mayBeIn(pruned.segment()))
            .toList();
  }

  /**
   * What the archive once held and does not hold any more, although nothing says that it was
   * pruned; sentences, none if nothing is missing.
   */
  public List<String> missing() throws ArchiveException {
    MissingRecords missing = new MissingRecords(home);
    return files.exist()
        ? look(List.of(), hot -> missing.beside(hot, files.counted()))
        : missing.withoutHotFile();
  }

  /** The start of the newest operation where answers may be; 0 if there is none. */
  public long newestMicros(AuditQuery query) throws ArchiveException {
    return look(
        0L,
        hot -> {
          long newest = Sqlite.number(hot, "SELECT coalesce(max(start_micros), 0) FROM entry");
          for (SegmentSummary segment : files.counted()) {
            newest = query.mayBeIn(segment) ? Math.max(newest, segment.lastMicros()) : newest;
          }
          return newest;
        });
  }

  /** What the archive holds, in numbers. */
  public ArchiveStatistics statistics(int mostTenants) throws ArchiveException {
    ArchiveStatistics.Builder statistics = new ArchiveStatistics.Builder();
    return look(
        statistics.build(mostTenants),
        hot -> {
          statistics.add(hot, Files.size(home.hot()), false);
          for (SegmentFile segment : files.segments(all -> true)) {
            statistics.add(segment.connection(), Files.size(segment.path()), true);
          }
          return statistics.build(mostTenants);
        });
  }

  @Override
  public void close() throws ArchiveException {
    files.close();
  }

  /** Looks at the archive as of one moment; {@code nothing} if there is no archive. */
  private <T> T look(T nothing, Look<T> look) throws ArchiveException {
    if (!files.exist()) {
      return nothing;
    }
    try {
      try {
        return look.at(files.hot());
      } finally {
        files.endLook();
      }
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    } catch (IOException failure) {
      throw new ArchiveException(
          "the archive below " + home.archive() + " cannot be read (" + failure + ")", failure);
    }
  }

  private long ask(
      AuditQuery query,
      AuditQuery.Condition condition,
      Predicate<SegmentSummary> mayBeIn,
      Answers answers)
      throws SQLException, IOException, ArchiveException {
    List<Cursor> cursors = new ArrayList<>();
    try {
      cursors.add(new Cursor(files.hotStatements(), condition, query.newestFirst(), query.limit()));
      for (SegmentFile segment : files.segments(mayBeIn)) {
        cursors.add(
            new Cursor(segment.statements(), condition, query.newestFirst(), query.limit()));
      }
      return merge(cursors, query, answers);
    } finally {
      for (Cursor cursor : cursors) {
        cursor.close();
      }
    }
  }

  private long answerSince(Connection hot, Seen seen, AuditQuery query, Answers answers)
      throws SQLException, IOException, ArchiveException {
    long next = Sqlite.number(hot, "SELECT next_segment FROM file");
    long looked = seen.nextSegment();
    AuditQuery.Condition condition = query.condition();
    List<Cursor> cursors = new ArrayList<>();
    try {
      for (LogSpan span : LogSpan.since(hot, seen)) {
        cursors.add(new Cursor(files.hotStatements(), span.narrow(condition), false, 0));
        for (SegmentFile segment : files.segments(summary -> summary.number() >= looked)) {
          cursors.add(new Cursor(segment.statements(), span.narrow(condition), false, 0));
        }
        seen.saw(span.log(), span.lastSeq());
      }
      seen.lookedUpTo(next);
      return merge(cursors, query, answers);
    } finally {
      for (Cursor cursor : cursors) {
        cursor.close();
      }
    }
  }

  private static long merge(List<Cursor> cursors, AuditQuery query, Answers answers)
      throws SQLException {
    Comparator<Cursor> byTime = Comparator.comparingLong(Cursor::startMicros);
    PriorityQueue<Cursor> next =
        new PriorityQueue<>(query.newestFirst() ? byTime.reversed() : byTime);
    for (Cursor cursor : cursors) {
      if (cursor.advance()) {
        next.add(cursor);
      }
    }
    long taken = 0;
    while (!next.isEmpty() && (query.limit() == 0 || taken < query.limit())) {
      Cursor first = next.poll();
      if (query.isMeant(first.current())) {
        taken++;
        if (!answers.take(first.current())) {
          break;
        }
      }
      if (first.advance()) {
        next.add(first);
      }
    }
    return taken;
  }
}
