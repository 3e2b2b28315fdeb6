package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.ledger.SegmentSeal;
import io.heddle.audit.archive.store.SegmentManifest;
import io.heddle.audit.archive.verify.Finding.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The sealed segments: each as it was sealed, none missing that was not pruned, none too many. */
final class SegmentCheck {
  private final ArchiveHome home;
  private final Evidence evidence;
  private final PrunedLeaves pruned;
  private final Findings findings;

  /** The newest that is as a signed leaf says it was sealed; 0 if none is. */
  private long newestSigned;

  SegmentCheck(ArchiveHome home, Evidence evidence, PrunedLeaves pruned, Findings findings) {
    this.home = home;
    this.evidence = evidence;
    this.pruned = pruned;
    this.findings = findings;
  }

  /**
   * @param present the segments that are there
   * @param hashed their sizes and hashes, of those that could be read
   * @param size how many leaves are signed
   * @return the newest segment that is as a signed leaf says it was sealed; 0 if none is
   */
  long run(List<Long> present, Map<Long, SegmentSeal> hashed, long size) {
    for (long number : present) {
      SegmentSeal now = hashed.get(number);
      if (now != null) {
        compare(number, now, size);
      }
    }
    compareManifest();
    TreeSet<Long> missing = new TreeSet<>(evidence.seals().keySet());
    missing.addAll(evidence.pruned().keySet());
    present.forEach(missing::remove);
    missing.forEach(this::missing);
    return newestSigned;
  }

  private void compare(long number, SegmentSeal now, long size) {
    List<Evidence.Sealing> seals = evidence.seals().getOrDefault(number, List.of());
    List<Evidence.Sealing> same =
        seals.stream().filter(sealing -> isOf(sealing.seal(), now)).toList();
    if (same.stream().anyMatch(sealing -> sealing.leaf() < size)) {
      newestSigned = Math.max(newestSigned, number);
      return;
    }
    String name = name(number);
    if (!same.isEmpty()) {
      unsigned(number).run(); // sealed since the last checkpoint
    } else if (!seals.isEmpty()) {
      differs(name, now, seals.get(0).seal());
    } else if (evidence.pruned().containsKey(number)) {
      prunedAndThere(name, now, evidence.pruned().get(number).seal());
    } else if (mayBePruned(number)) {
      findings.add(
          Finding.in(
              Kind.LEFTOVER,
              name,
              "the seal of " + name + " was pruned; its records were derived one by one"));
      unsigned(number).run();
    } else {
      findings.add(Finding.in(Kind.SEGMENT, name, "nothing says that " + name + " was sealed"));
    }
  }

  private static boolean isOf(SegmentSeal seal, SegmentSeal now) {
    return seal.sizeBytes() == now.sizeBytes() && Arrays.equals(seal.sha256(), now.sha256());
  }

  /** The seal of a segment that outlives the next one, because a hold keeps it. */
  private boolean mayBePruned(long number) {
    return pruned.minimum() > 0 || evidence.pruned().keySet().stream().anyMatch(p -> p > number);
  }

  private UnsignedSegment unsigned(long number) {
    return new UnsignedSegment(home.segment(number), name(number), evidence, pruned, findings);
  }

  private void differs(String name, SegmentSeal now, SegmentSeal sealed) {
    findings.add(
        Finding.in(
            Kind.SEGMENT,
            name,
            name
                + " is not as it was sealed ("
                + now.sizeBytes()
                + " bytes, sealed with "
                + sealed.sizeBytes()
                + "); its records are judged one by one"));
  }

  private void prunedAndThere(String name, SegmentSeal now, SegmentSeal sealed) {
    if (isOf(sealed, now)) {
      String text = name + " was pruned, and is there again as it was sealed";
      findings.add(Finding.in(Kind.LEFTOVER, name, text));
    } else {
      differs(name, now, sealed);
    }
  }

  private void compareManifest() {
    try {
      for (long number : SegmentManifest.misdescribed(home)) {
        findings.add(
            Finding.in(
                Kind.DERIVED,
                home.path().relativize(home.manifest()).toString(),
                "archive/segments.txt does not say what is in " + name(number)));
      }
    } catch (IOException | ArchiveException unreadable) {
      findings.add(Finding.in(Kind.UNREADABLE, "archive/segments.txt", unreadable.getMessage()));
    }
  }

  private void missing(long number) {
    String name = name(number);
    LedgerEvent.Pruned event = evidence.pruned().get(number);
    if (event != null) {
      pruned(name, event.seal(), "was pruned (" + event.reason() + ")");
      return;
    }
    SegmentSeal seal = evidence.seals().get(number).get(0).seal();
    if (pruned.covers(seal.firstLeaf()) && pruned.covers(seal.endLeaf() - 1)) {
      pruned(name, seal, "was pruned, and the segment that said so since");
    } else {
      findings.add(Finding.in(Kind.SEGMENT, name, name + " is missing: " + seal));
    }
  }

  private void pruned(String name, SegmentSeal seal, String how) {
    String text = name + " " + how + ": " + seal.leaves() + " leaves";
    findings.add(Finding.in(Kind.PRUNED, name, text), seal.leaves());
  }

  private String name(long number) {
    return home.path().relativize(home.segment(number)).toString();
  }
}
