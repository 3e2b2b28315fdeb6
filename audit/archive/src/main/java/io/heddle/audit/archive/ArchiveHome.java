package io.heddle.audit.archive;

import io.heddle.audit.spool.home.ArchiverPresence;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Where an archive and its spools lie below a home directory. All path arithmetic is here.
 *
 * @param path the home directory
 */
public record ArchiveHome(Path path) {
  private static final String SEGMENT = "segment-";
  private static final String SUFFIX = ".db";

  /** The folder of all spools. */
  public Path spool() {
    return path.resolve("spool");
  }

  /** The folder of the archive. */
  public Path archive() {
    return path.resolve("archive");
  }

  /** The file that takes new records. */
  public Path hot() {
    return archive().resolve("hot.db");
  }

  /** The folder of the ledger's tiles and checkpoints. */
  public Path tlog() {
    return archive().resolve("tlog");
  }

  /** The file that names the witnesses of the ledger. */
  public Path witnesses() {
    return path.resolve("keys").resolve("witnesses");
  }

  /** The tenants' keys, wrapped. */
  public Path tenantKeys() {
    return path.resolve("keys").resolve("tenants.keys");
  }

  /** Held by whoever changes the tenants' keys. */
  public Path tenantKeysLock() {
    return path.resolve("keys").resolve("tenants.lock");
  }

  /** The file on which the one archiver holds a lock. */
  public Path lock() {
    return ArchiverPresence.lock(path);
  }

  /** What the sealed segments hold, in short; can be made anew from them. */
  public Path manifest() {
    return archive().resolve("segments.txt");
  }

  /** The latest time that was plausible, for who prunes by age. */
  public Path clock() {
    return archive().resolve("clock");
  }

  /** Legal holds, and what was pruned. */
  public Path retention() {
    return archive().resolve("retention.db");
  }

  /** A sealed segment. */
  public Path segment(long number) {
    return archive().resolve(SEGMENT + String.format(Locale.ROOT, "%016d", number) + SUFFIX);
  }

  /** A segment that is being built. */
  public Path building(long number) {
    return archive().resolve(segment(number).getFileName() + ".building");
  }

  /** The numbers of the sealed segments, ascending; empty if there is no archive. */
  public List<Long> segments() throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(archive(), SEGMENT + "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String digits = name.substring(SEGMENT.length(), name.length() - SUFFIX.length());
        if (digits.length() == 16 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
          numbers.add(Long.parseLong(digits));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
    Collections.sort(numbers);
    return numbers;
  }
}
