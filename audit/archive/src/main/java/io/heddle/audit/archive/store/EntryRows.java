package io.heddle.audit.archive.store;

import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of the table {@code entry} before they are inserted: numbers, in the order of the columns
 * and one row behind the other, so that whoever inserts them reads memory straight on. Log and
 * texts have their numbers only from {@link #number} on. One thread at a time.
 */
final class EntryRows {
  /** How many columns the table has; all are numbers but the last, {@code extra}. */
  static final int COLUMNS = 22;

  private static final int NUMBERS = COLUMNS - 1;
  private static final int LOG = 0;
  private static final int SEQ = 1;
  private static final int START = 2;
  private static final int OUTCOME = 10;
  private static final int TRANSACTION = 17;
  private static final int ORDINAL = 18;
  private static final int[] TEXTS = {3, 4, 12, 13, 16};

  private long[] numbers = new long[64 * NUMBERS];
  private int size;

  /** By row; null if no row has any. */
  private byte[][] extras;

  /** Each text once; until {@link #number} a text's column holds its place here. */
  private final List<String> texts = new ArrayList<>();

  private final Map<String, Integer> places = new HashMap<>();

  /** Adds an operation as it was captured. */
  void add(OperationRecord record) {
    int at = size * NUMBERS;
    if (numbers.length == at) {
      numbers = Arrays.copyOf(numbers, 2 * at);
    }
    at++; // the log
    numbers[at++] = record.seq();
    numbers[at++] = record.startEpochMicros();
    numbers[at++] = place(record.tenant());
    numbers[at++] = place(record.target());
    numbers[at++] = record.traceIdHigh();
    numbers[at++] = record.traceIdLow();
    numbers[at++] = record.spanId();
    numbers[at++] = record.layer().code();
    numbers[at++] = record.operationType().code();
    numbers[at++] = record.outcome().code();
    numbers[at++] = record.durationNanos();
    numbers[at++] = place(record.actor());
    numbers[at++] = place(record.statement());
    numbers[at++] = record.rows();
    numbers[at++] = record.status();
    numbers[at++] = place(record.error());
    numbers[at++] = record.transaction();
    numbers[at++] = record.ordinal();
    numbers[at++] = record.isTruncated() ? 1 : 0;
    numbers[at] = record.outcome() == Outcome.PENDING ? 1 : 0;
    if (!record.extras().isEmpty()) {
      extra(size, record.extras().bytes());
    }
    size++;
  }

  /** How many they are. */
  int size() {
    return size;
  }

  long seq(int row) {
    return number(row, SEQ);
  }

  long startMicros(int row) {
    return number(row, START);
  }

  long transaction(int row) {
    return number(row, TRANSACTION);
  }

  long ordinal(int row) {
    return number(row, ORDINAL);
  }

  /** Whether no outcome is known. */
  boolean isPending(int row) {
    return number(row, OUTCOME) == Outcome.PENDING.code();
  }

  /** Notes what became of an operation. */
  void decide(int row, Outcome outcome) {
    numbers[row * NUMBERS + OUTCOME] = outcome.code();
  }

  /** Gives log and texts the numbers they have in a file; once, before rows are bound. */
  void number(long log, Texts table) throws SQLException {
    long[] ids = new long[texts.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = table.id(texts.get(i));
    }
    for (int at = 0; at < size * NUMBERS; at += NUMBERS) {
      numbers[at + LOG] = log;
      for (int column : TEXTS) {
        numbers[at + column] = ids[(int) numbers[at + column]];
      }
    }
  }

  /** Binds a row, from the parameter behind {@code before} on. */
  void bind(PreparedStatement insert, int before, int row) throws SQLException {
    int at = row * NUMBERS;
    for (int i = 0; i < NUMBERS; i++) {
      insert.setLong(before + i + 1, numbers[at + i]);
    }
    insert.setBytes(before + COLUMNS, extras == null || extras.length <= row ? null : extras[row]);
  }

  private long number(int row, int column) {
    return numbers[row * NUMBERS + column];
  }

  private int place(String text) {
    Integer place = places.get(text);
    if (place == null) {
      place = texts.size();
      places.put(text, place);
      texts.add(text);
    }
    return place;
  }

  private void extra(int row, byte[] block) {
    if (extras == null) {
      extras = new byte[row + 1][];
    } else if (extras.length <= row) {
      extras = Arrays.copyOf(extras, Math.max(row + 1, 2 * extras.length));
    }
    extras[row] = block;
  }
}
