package io.heddle.audit.archive.fingerprint;

import io.heddle.audit.archive.ArchiveException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Takes the fingerprints of a table's rows, and compares them with another table's or with those
 * that were kept in a file.
 */
public final class Fingerprints implements AutoCloseable {
  /** What a row is in a comparison. */
  public enum Difference {
    /** Both have it, and something in it differs. */
    DIFFERENT,
    /** Only the first source has it. */
    ONLY_FIRST,
    /** Only the second source has it. */
    ONLY_SECOND
  }

  /** Is told of every row that is not the same in both. */
  public interface Differences {
    /**
     * @param key for a person
     */
    void found(Difference what, String key);
  }

  /**
   * What a table is.
   *
   * @param table what it is called in the form
   * @param rows how many it has
   * @param sha256 over the fingerprints of all of them, in the order of keys
   */
  public record Summary(String table, long rows, byte[] sha256) {}

  private final FingerprintRegister register;
  private final Columns columns;

  private Fingerprints(FingerprintRegister register, Columns columns) {
    this.register = register;
    this.columns = columns;
  }

  /**
   * Takes them.
   *
   * @throws IllegalArgumentException if the table is not as the options say
   */
  public static Fingerprints of(TableOptions options) throws ArchiveException {
    try (Table table = Table.open(options)) {
      FingerprintRegister register = FingerprintRegister.open();
      try {
        register.addFirst(table);
        return new Fingerprints(register, table.columns());
      } catch (ArchiveException | RuntimeException failure) {
        register.close();
        throw failure;
      }
    }
  }

  /** All of it in one line. */
  public Summary summary() throws ArchiveException {
    FingerprintRegister.Total total = register.first();
    return new Summary(columns.table(), total.rows(), total.sha256());
  }

  /** Writes them to a file, for a later comparison. */
  public void write(Path file) throws ArchiveException {
    FingerprintFile.write(file, columns, register);
  }

  /** What the table is called in the form: what another must be called to be compared. */
  public String table() {
    return columns.table();
  }

  /** Compares them with another table's; returns how many rows are the same. */
  public long compare(TableOptions other, Differences differences) throws ArchiveException {
    try (Table table = Table.open(other)) {
      return compare((FingerprintSource) table, differences);
    }
  }

  /** Compares them with those in a file; returns how many rows are the same. */
  public long compare(Path file, Differences differences) throws ArchiveException {
    return compare(new FingerprintFile(file), differences);
  }

  @Override
  public void close() throws ArchiveException {
    register.close();
  }

  private long compare(FingerprintSource other, Differences differences) throws ArchiveException {
    String difference = columns.differenceFrom(other.columns());
    if (!difference.isEmpty()) {
      throw new IllegalArgumentException("they cannot be compared: " + difference);
    }
    register.addSecond(other);
    long[] same = {0};
    register.forEach(
        row -> {
          if (row.second() == null) {
            differences.found(Difference.ONLY_FIRST, row.shown());
          } else if (row.first() == null) {
            differences.found(Difference.ONLY_SECOND, row.shown());
          } else if (Arrays.equals(row.first(), row.second())) {
            same[0]++;
          } else {
            differences.found(Difference.DIFFERENT, row.shown());
          }
        });
    return same[0];
  }
}
