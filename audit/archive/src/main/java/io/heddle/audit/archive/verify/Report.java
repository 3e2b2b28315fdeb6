package io.heddle.audit.archive.verify;

import java.util.List;
import java.util.Map;

/**
 * What a verification has to say.
 *
 * @param origin the log; empty if nothing was ever signed
 * @param leaves how many leaves the newest checkpoint covers
 * @param checkpoints how many checkpoints were verified
 * @param operations how many operations were derived anew
 * @param segments how many sealed segments were hashed
 * @param isPinned whether the keys came from the auditor, not from the archive itself
 * @param findings the first of each kind
 * @param counts all findings by kind
 * @param state for the next verification; null if nothing was ever signed
 */
public record Report(
    String origin,
    long leaves,
    long checkpoints,
    long operations,
    long segments,
    boolean isPinned,
    List<Finding> findings,
    Map<Finding.Kind, Long> counts,
    VerifiedState state) {
  /** Whether it was shown that what an earlier verification found is a beginning of this. */
  public boolean isCompared() {
    return !counts.containsKey(Finding.Kind.UNCOMPARED);
  }

  /** Whether something that was signed is not there any more. */
  public boolean isGone() {
    return counts.containsKey(Finding.Kind.GONE);
  }

  /** Whether nothing is wrong. */
  public boolean isSound() {
    return counts.keySet().stream().noneMatch(Finding.Kind::isWrong);
  }
}
