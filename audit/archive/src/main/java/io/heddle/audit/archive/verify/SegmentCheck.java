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

  SegmentCheck(ArchiveHome home, Evidence evidence, PrunedLeaves pruned, Findings findings) {
    this.home = home;
    this.evidence = evidence;
    this.pruned = pruned;
    this.findings = findings;
  }

  /**
   * @param present the segments that are there
   * @param hashed their sizes and hashes, of those that could be read
   */
  void run(List<Long> present, Map<Long, SegmentSeal> hashed) {
    for (long number : present) {
      SegmentSeal now = hashed.get(number);
      if (now != null) {
        compare(number, now, evidence.seals().getOrDefault(number, List.of()));
      }
    }
    compareManifest();
    TreeSet<Long> missing = new TreeSet<>(evidence.seals().keySet());
    missing.addAll(evidence.pruned().keySet());
    present.forEach(missing::remove);
    missing.forEach(this::missing);
  }

  private void compare(long number, SegmentSeal now, List<SegmentSeal> seals) {
    boolean isSame =
        seals.stream()
            .anyMatch(
                seal ->
                    seal.sizeBytes() == now.sizeBytes()
                        && Arrays.equals(seal.sha256(), now.sha256()));
    if (isSame) {
      return;
    }
    String name = name(number);
    boolean wasSealPruned =
        seals.isEmpty()
            && (pruned.minimum() > 0
                || evidence.pruned().keySet().stream().anyMatch(p -> p > number));
    if (wasSealPruned) {
      findings.add(
          Finding.in(
              Kind.LEFTOVER,
              name,
              "the seal of " + name + " was pruned; its records were derived one by one"));
    } else if (seals.isEmpty()) {
      findings.add(Finding.in(Kind.SEGMENT, name, "nothing says that " + name + " was sealed"));
    } else {
      findings.add(
          Finding.in(
              Kind.SEGMENT,
              name,
              name
                  + " is not as it was sealed ("
                  + now.sizeBytes()
                  + " bytes, sealed with "
                  + seals.get(0).sizeBytes()
                  + "); its records are judged one by one"));
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
    SegmentSeal seal = evidence.seals().get(number).get(0);
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
