package io.heddle.audit.archive.fingerprint;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.fingerprint.RecordedWrites.Write;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.privacy.KeyId;
import io.heddle.audit.spool.row.CanonicalRow;
import io.heddle.audit.spool.row.CanonicalRow.Cell;
import io.heddle.audit.spool.row.RowFingerprints;
import io.heddle.audit.spool.row.RowFingerprints.Change;
import io.heddle.audit.spool.row.RowFingerprints.Column;
import io.heddle.audit.spool.row.RowFingerprints.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares the rows of a table with what was recorded when they were written: each with the writes
 * whose columns no later one has set. What cannot be told is not taken for a difference.
 */
public final class RecordedComparison {
  /** What a row is. */
  public enum Verdict {
    /** Everything recorded of it is as it was recorded last. */
    SAME,
    /** What can be compared is the same; some columns were written by statements nobody knows. */
    SAME_IN_PART,
    /** It is not as it was recorded last. */
    DIFFERENT,
    /** It is in the table, and no record says that it was written. */
    NOT_RECORDED,
    /** A record says that it was written, none that it was deleted, and it is not in the table. */
    GONE,
    /** It may be the same or not: a later write is not known, or was of values of another kind. */
    UNCLEAR
  }

  /** Is told of every row. */
  public interface Verdicts {
    /**
     * @param row its key for a person, or the record that wrote it
     */
    void found(Verdict verdict, String row);
  }

  /**
   * What else there is to say.
   *
   * @param rows that were recorded
   * @param unknownWrites operations that wrote rows of the table which nobody knows
   * @param keylessGone rows recorded without their key that are not in the table as they were then
   */
  public record Summary(long rows, long unknownWrites, long keylessGone) {}

  /** How a row's key is made: under which key, and of what. */
  private record Identity(KeyId key, List<Column> columns) {}

  private final String table;
  private final RecordedWrites writes;
  private final RowPrints prints;
  private final Verdicts verdicts;
  private final List<Identity> identities = new ArrayList<>();

  private RecordedComparison(
      String table, RecordedWrites writes, RowPrints prints, Verdicts verdicts) {
    this.table = table;
    this.writes = writes;
    this.prints = prints;
    this.verdicts = verdicts;
    Set<Identity> all = new LinkedHashSet<>();
    for (RowFingerprints group : writes.groups()) {
      if (!group.keyColumns().isEmpty()) {
        all.add(new Identity(group.key(), withoutKinds(group.keyColumns())));
      }
    }
    identities.addAll(all);
  }

  /**
   * Compares a table with an archive.
   *
   * @throws IllegalArgumentException if the table is not as the options say
   */
  public static Summary of(
      TableOptions options, RecordedOptions recorded, RowPrints prints, Verdicts verdicts)
      throws ArchiveException {
    try (Table stored = Table.open(options);
        RecordedWrites writes = RecordedWrites.of(recorded, stored.columns().table(), prints)) {
      RecordedComparison comparison =
          new RecordedComparison(stored.columns().table(), writes, prints, verdicts);
      stored.readRows(comparison::compare);
      writes.unmet(comparison::unmet);
      return new Summary(writes.rows(), writes.unknown(), writes.keylessUnmet());
    }
  }

  private void compare(StoredRow row) throws ArchiveException {
    List<Write> all = new ArrayList<>();
    for (Identity identity : identities) {
      List<Cell> key = row.cells(identity.columns);
      if (key != null) {
        byte[] print = prints.under(identity.key).orElseThrow().apply(CanonicalRow.key(table, key));
        all.addAll(writes.ofKey(print));
      }
    }
    if (identities.size() > 1) {
      all.sort(Comparator.comparingLong(Write::atMicros).reversed());
    }
    verdicts.found(all.isEmpty() ? withoutKey(row) : verdict(row, all), row.shown());
  }

  private Verdict verdict(StoredRow row, List<Write> newestFirst) throws ArchiveException {
    Set<String> settled = new HashSet<>();
    boolean isWhole = true;
    boolean isFromItsBeginning = false;
    boolean isCompared = false;
    boolean isUnclear = false;
    for (Write write : newestFirst) {
      RowFingerprints group = writes.groups().get(write.group());
      boolean isLater = writes.lastUnknownMicros(OperationType.values()) >= write.atMicros();
      if (!write.isSure()) {
        isUnclear = true;
      } else if (group.change() == Change.DELETED) {
        if (isCompared) {
          break; // a row of that key came back, unseen
        }
        return isLater || isUnclear ? Verdict.UNCLEAR : Verdict.DIFFERENT;
      } else if (group.others().stream().anyMatch(column -> isIn(settled, column))) {
        // Nothing is lost by passing over it if all it set was set again, and compared.
        isWhole &= group.others().stream().allMatch(column -> settled.contains(column.name()));
      } else {
        isWhole &= group.others().stream().noneMatch(column -> column.kind() == Kind.UNKNOWN);
        byte[] print = print(row, group);
        if (print == null || !Arrays.equals(print, write.row())) {
          boolean canTell = print != null && isOfKinds(row, group) && !isLater && !isUnclear;
          return canTell ? Verdict.DIFFERENT : Verdict.UNCLEAR;
        }
        isCompared = true;
      }
      group.others().forEach(column -> settled.add(column.name()));
      if (group.change() == Change.INSERTED && write.isSure()) {
        isFromItsBeginning = true;
        break;
      }
    }
    if (!isCompared) {
      return Verdict.UNCLEAR;
    }
    return isWhole && isFromItsBeginning && !isUnclear ? Verdict.SAME : Verdict.SAME_IN_PART;
  }

  /** A column that was set later: what an earlier write says of it is past. */
  private static boolean isIn(Set<String> settled, Column column) {
    return column.kind() != Kind.UNKNOWN && settled.contains(column.name());
  }

  private Verdict withoutKey(StoredRow row) throws ArchiveException {
    for (int i = 0; i < writes.groups().size(); i++) {
      RowFingerprints group = writes.groups().get(i);
      byte[] print = group.keyColumns().isEmpty() ? print(row, group) : null;
      if (print != null && writes.meetKeyless(i, print)) {
        return group.others().stream().anyMatch(column -> column.kind() == Kind.UNKNOWN)
            ? Verdict.SAME_IN_PART
            : Verdict.SAME;
      }
    }
    boolean mayBeOfUnknown =
        writes.lastUnknownMicros(OperationType.CREATE, OperationType.MERGE) > Long.MIN_VALUE;
    return mayBeOfUnknown ? Verdict.UNCLEAR : Verdict.NOT_RECORDED;
  }

  private void unmet(Write newest) {
    if (!writes.isDeletion(newest)) {
      boolean isLater = writes.lastUnknownMicros(OperationType.values()) >= newest.atMicros();
      boolean canTell = newest.isSure() && !isLater;
      verdicts.found(canTell ? Verdict.GONE : Verdict.UNCLEAR, "record " + newest.record());
    }
  }

  /** The row's fingerprint as a write of that group had it; null if a column is not there. */
  private byte[] print(StoredRow row, RowFingerprints group) throws ArchiveException {
    List<Cell> key = row.cells(group.keyColumns());
    List<Cell> others = row.cells(group.others());
    return key == null || others == null
        ? null
        : prints.under(group.key()).orElseThrow().apply(CanonicalRow.row(table, key, others));
  }

  private static boolean isOfKinds(StoredRow row, RowFingerprints group) {
    return row.isOfKinds(group.keyColumns()) && row.isOfKinds(group.others());
  }

  /** A column is the same whether the first rows of a statement had NULL in it or not. */
  private static List<Column> withoutKinds(List<Column> columns) {
    return columns.stream().map(column -> new Column(column.name(), Kind.NULL)).toList();
  }
}
