package io.heddle.audit.archive.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The sealed segments, each in short, so that a question opens only those it needs.
 *
 * <p>Kept in a text file beside them, as {@code docs/formats/ARCHIVE.md} specifies it. The file is
 * never believed against the segments: a line counts only for a file of the same size and time, and
 * whatever is missing is looked up in the segment. Whoever archives writes it; everybody may read.
 */
public final class SegmentManifest {
  private final List<SegmentSummary> segments;

  private SegmentManifest(List<SegmentSummary> segments) {
    this.segments = List.copyOf(segments);
  }

  /**
   * The segments that are there now.
   *
   * @throws ArchiveException if one that the file does not describe cannot be read
   */
  public static SegmentManifest read(ArchiveHome home) throws IOException, ArchiveException {
    Map<Long, SegmentSummary> written = written(home);
    List<SegmentSummary> segments = new ArrayList<>();
    for (long number : home.segments()) {
      try {
        segments.add(summary(home.segment(number), number, written));
      } catch (NoSuchFileException pruned) {
        // It was there when the folder was listed, and is no segment any more.
      }
    }
    return new SegmentManifest(segments);
  }

  /**
   * Writes the file anew unless it describes all segments already. A segment that cannot be read is
   * left out: whoever asks for it will be told.
   *
   * @return the segments that can be read
   */
  public static SegmentManifest refresh(ArchiveHome home) throws IOException {
    Map<Long, SegmentSummary> written = written(home);
    List<SegmentSummary> segments = new ArrayList<>();
    for (long number : home.segments()) {
      try {
        segments.add(summary(home.segment(number), number, written));
      } catch (ArchiveException | NoSuchFileException left) {
        // Damaged, or pruned meanwhile.
      }
    }
    if (!segments.equals(List.copyOf(written.values()))) {
      // A name of its own, because an archiver and a command that prunes may write at once.
      String name = "segments." + ProcessHandle.current().pid() + ".building";
      Path building = home.archive().resolve(name);
      Files.write(building, ManifestText.write(segments).getBytes(UTF_8));
      Files.move(building, home.manifest(), StandardCopyOption.ATOMIC_MOVE);
    }
    return new SegmentManifest(segments);
  }

  /** The segments of which the file says something that they do not: it would hide records. */
  public static List<Long> misdescribed(ArchiveHome home) throws IOException, ArchiveException {
    List<Long> wrong = new ArrayList<>();
    for (SegmentSummary written : written(home).values()) {
      Path file = home.segment(written.number());
      boolean isBelieved =
          Files.exists(file) && written.isOf(Files.readAttributes(file, BasicFileAttributes.class));
      if (isBelieved && !written.equals(SegmentSummary.of(written.number(), file))) {
        wrong.add(written.number());
      }
    }
    return wrong;
  }

  /** Each of them, by number. */
  public List<SegmentSummary> segments() {
    return segments;
  }

  private static SegmentSummary summary(Path file, long number, Map<Long, SegmentSummary> written)
      throws IOException, ArchiveException {
    SegmentSummary summary = written.get(number);
    if (summary != null && summary.isOf(Files.readAttributes(file, BasicFileAttributes.class))) {
      return summary;
    }
    return SegmentSummary.of(number, file);
  }

  /** What the file says; nothing if there is none or it is damaged. */
  private static Map<Long, SegmentSummary> written(ArchiveHome home) throws IOException {
    try {
      return ManifestText.read(new String(Files.readAllBytes(home.manifest()), UTF_8));
    } catch (NoSuchFileException none) {
      return Map.of();
    }
  }
}
