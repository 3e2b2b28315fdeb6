package io.heddle.audit.archive.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.ArchiveException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sealed segment, read page by page without SQLite: faster, and it does not take SQLite's word.
 */
final class SealedFile implements ArchiveFile {
  private static final int USER_VERSION = 60;
  private static final int APPLICATION_ID = 68;
  private static final int HEDL = 0x4845_444c;
  private static final byte[] NO_TEXT = {};

  private final String name;
  private final FileChannel channel;
  private final Pages pages;
  private final Map<String, Long> roots = new HashMap<>();
  private final int version;

  private SealedFile(String name, FileChannel channel) throws IOException {
    this.name = name;
    this.channel = channel;
    pages = Pages.of(channel);
    version = pages.headerNumber(USER_VERSION);
    if (pages.headerNumber(APPLICATION_ID) != HEDL || version < 1 || version > 3) {
      throw new IOException("it is no segment of a version that this Heddle knows");
    }
    long[] numbers = new long[5];
    byte[][] values = new byte[5][];
    Cells schema = new Cells(pages, 1, false);
    while (schema.next()) {
      schema.record(numbers, values);
      if (text(values[0]).equals("table")) {
        roots.put(text(values[1]), numbers[3]);
      }
    }
  }

  static SealedFile open(Path path, String name) throws ArchiveException {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return new SealedFile(name, channel);
      } catch (IOException failure) {
        channel.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw new ArchiveException(name + " cannot be read: " + failure.getMessage(), failure);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean hasLedger() {
    return version > 1;
  }

  @Override
  public List<Log> logs() throws ArchiveException {
    List<Log> logs = new ArrayList<>();
    table(
        "log",
        13,
        (id, numbers, values) ->
            logs.add(
                new Log(
                    id,
                    new LogKey(text(values[1]), numbers[2]),
                    text(values[3]),
                    text(values[4]),
                    text(values[5]),
                    numbers[6],
                    numbers[7],
                    numbers[8],
                    numbers[9] != 0,
                    numbers[12])));
    return logs;
  }

  @Override
  public List<Span> spans() throws ArchiveException {
    List<Span> spans = new ArrayList<>();
    table(
        "span",
        4,
        (id, numbers, values) -> spans.add(new Span(id, numbers[1], numbers[2], numbers[3])));
    return spans;
  }

  @Override
  public List<Incident> incidents() throws ArchiveException {
    List<Incident> incidents = new ArrayList<>();
    table(
        "incident",
        8,
        (id, numbers, values) ->
            incidents.add(
                new Incident(
                    numbers[1],
                    text(values[2]),
                    numbers[3],
                    numbers[4],
                    numbers[5],
                    numbers[6],
                    text(values[7]))));
    return incidents;
  }

  @Override
  public Map<Long, byte[]> texts() throws ArchiveException {
    Map<Long, byte[]> texts = new HashMap<>();
    table(
        "text", 2, (id, numbers, values) -> texts.put(id, values[1] == null ? NO_TEXT : values[1]));
    return texts;
  }

  @Override
  public void scan(Sink sink, boolean withOperations) throws ArchiveException {
    try {
      Cells entries = new Cells(pages.again(), root("entry"), true);
      Cells events = hasLedger() ? new Cells(pages.again(), root("event"), true) : null;
      Row row = new Row();
      long[] event = new long[3];
      byte[][] body = new byte[3][];
      boolean hasRow = withOperations && next(entries, row);
      boolean hasEvent = next(events, event, body);
      while (hasRow || hasEvent) {
        boolean isEvent =
            hasEvent
                && (!hasRow
                    || event[0] < row.log()
                    || event[0] == row.log() && event[1] < row.seq());
        if (isEvent) {
          sink.event(event[0], event[1], body[2] == null ? NO_TEXT : body[2]);
          hasEvent = next(events, event, body);
        } else {
          sink.row(row);
          hasRow = next(entries, row);
        }
      }
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  @Override
  public void close() throws ArchiveException {
    try {
      channel.close();
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  private static boolean next(Cells entries, Row row) throws IOException {
    if (!entries.next()) {
      return false;
    }
    int columns = entries.record(row.values, row.blobs);
    for (int missing = columns; missing < Row.COLUMNS; missing++) {
      row.values[missing] = 0; // written before the column was there
      row.blobs[missing] = null;
    }
    return true;
  }

  private static boolean next(Cells events, long[] numbers, byte[][] values) throws IOException {
    if (events == null || !events.next()) {
      return false;
    }
    events.record(numbers, values);
    return true;
  }

  private interface Reading {
    void read(long id, long[] numbers, byte[][] values);
  }

  private void table(String table, int columns, Reading reading) throws ArchiveException {
    if (!hasLedger() && table.equals("span")) {
      return;
    }
    long[] numbers = new long[columns];
    byte[][] values = new byte[columns][];
    try {
      Cells cells = new Cells(pages, root(table), false);
      while (cells.next()) {
        cells.record(numbers, values);
        reading.read(cells.rowId(), numbers, values);
      }
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  private long root(String table) throws IOException {
    Long root = roots.get(table);
    if (root == null) {
      throw new IOException("it has no table " + table);
    }
    return root;
  }

  private ArchiveException unreadable(IOException failure) {
    return new ArchiveException(name + " cannot be read: " + failure.getMessage(), failure);
  }

  private static String text(byte[] utf8) {
    return utf8 == null ? "" : new String(utf8, UTF_8);
  }
}
