package io.heddle.audit.archive.retention;

/**
 * A legal hold: segments with records it covers are not pruned until it is released.
 *
 * @param id its number, from 1 up
 * @param tenant whose records it covers; empty for those of all tenants
 * @param caseName the case it is for; may be empty
 * @param reason why
 * @param heldBy who asked for it
 * @param heldMicros since when
 * @param releasedBy who ended it; empty while it stands
 * @param releasedMicros when it ended; 0 while it stands
 * @param releaseReason why it ended; may be empty
 */
public record Hold(
    long id,
    String tenant,
    String caseName,
    String reason,
    String heldBy,
    long heldMicros,
    String releasedBy,
    long releasedMicros,
    String releaseReason) {
  /** Whether it still keeps anything. */
  public boolean stands() {
    return releasedMicros == 0;
  }

  /** Whether it covers a tenant's records. */
  public boolean covers(String whose) {
    return tenant.isEmpty() || tenant.equals(whose);
  }

  /** What it is for, in a few words. */
  public String subject() {
    String whose = tenant.isEmpty() ? "all tenants" : "tenant " + tenant;
    return caseName.isEmpty() ? whose : whose + ", case " + caseName;
  }
}
