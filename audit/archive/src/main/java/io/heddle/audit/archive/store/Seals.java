package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.ledger.SegmentSeal;
import io.heddle.audit.archive.tlog.TreeHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** Describes a sealed segment for the ledger. */
public final class Seals {
  private static final int CHUNK_BYTES = 1 << 20;

  private Seals() {}

  /** Reads all of a sealed segment; the time is that of its file. */
  public static LedgerEvent.Sealed of(long number, Path file) throws SQLException, IOException {
    long micros = Files.getLastModifiedTime(file).to(TimeUnit.MICROSECONDS);
    long size = Files.size(file);
    byte[] sha256 = sha256(file);
    try (Connection segment = Sqlite.sealed(file)) {
      if (!Schema.hasLedger(segment, "main")) {
        return new LedgerEvent.Sealed(micros, new SegmentSeal(number, size, sha256, 0, 0, 0));
      }
      // A record of an older schema has no leaf; so the entries that a span covers are counted.
      long leaves =
          Sqlite.number(
              segment,
              "SELECT (SELECT count(*) FROM event) + coalesce(sum((SELECT count(*) FROM entry e"
                  + " WHERE e.log = s.log AND e.seq >= s.first_seq"
                  + " AND e.seq < s.first_seq + s.records)), 0) FROM span s");
      long first = Sqlite.number(segment, "SELECT min(first_leaf) FROM span");
      long end = Sqlite.number(segment, "SELECT max(first_leaf + records) FROM span");
      return new LedgerEvent.Sealed(
          micros, new SegmentSeal(number, size, sha256, first, end, leaves));
    }
  }

  /** The hash of a whole file. */
  public static byte[] sha256(Path file) throws IOException {
    MessageDigest sha256 = TreeHash.sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        sha256.update(chunk, 0, read);
      }
    }
    return sha256.digest();
  }
}
