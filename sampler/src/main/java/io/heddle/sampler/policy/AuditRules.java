package io.heddle.sampler.policy;

import java.util.List;

/**
 * Which operations are recorded: the first rule that applies decides; where none does, what changes
 * something is recorded, and reads if that is asked for. Immutable.
 *
 * @param isEnabled whether anything is recorded at all; no rule can say so while it is not
 * @param recordsReads whether reads are recorded as well
 * @param guarantee what committed writes are promised where no rule applies; null for nothing more
 *     than that their records survive the process
 * @param keepsDetail whether literals and bound values are kept, encrypted, where no rule applies
 * @param sealsActors whether actors are kept encrypted alone
 * @param functions functions that write when a statement calls them
 */
public record AuditRules(
    boolean isEnabled,
    boolean recordsReads,
    List<AuditRule> rules,
    Guarantee guarantee,
    boolean keepsDetail,
    boolean sealsActors,
    List<NamePattern> functions) {
  /** What changes something is recorded. */
  public static final AuditRules DEFAULT = new AuditRules(false, List.of());

  /** Rules that are in force, beside which nothing more is promised. */
  public AuditRules(boolean recordsReads, List<AuditRule> rules) {
    this(true, recordsReads, rules, null);
  }

  /** Rules that keep nothing encrypted. */
  public AuditRules(
      boolean isEnabled, boolean recordsReads, List<AuditRule> rules, Guarantee guarantee) {
    this(isEnabled, recordsReads, rules, guarantee, false, false);
  }

  /** Rules beside which no function is known to write. */
  public AuditRules(
      boolean isEnabled,
      boolean recordsReads,
      List<AuditRule> rules,
      Guarantee guarantee,
      boolean keepsDetail,
      boolean sealsActors) {
    this(isEnabled, recordsReads, rules, guarantee, keepsDetail, sealsActors, List.of());
  }

  /** Keeps copies of {@code rules} and {@code functions}. */
  public AuditRules {
    rules = List.copyOf(rules);
    functions = List.copyOf(functions);
  }

  /** Rules beside which nothing more is promised. */
  public AuditRules(boolean isEnabled, boolean recordsReads, List<AuditRule> rules) {
    this(isEnabled, recordsReads, rules, null);
  }

  /** Whether there are reads that are recorded. */
  public boolean mayRecordReads() {
    if (recordsReads) {
      return true;
    }
    for (int i = 0; i < rules.size(); i++) {
      AuditRule rule = rules.get(i);
      if (rule.records() && (rule.types().isEmpty() || rule.types().contains("read"))) {
        return true;
      }
    }
    return false;
  }

  /** Whether anything is to be encrypted. */
  public boolean sealsAnything() {
    if (keepsDetail || sealsActors) {
      return true;
    }
    for (AuditRule rule : rules) {
      if (rule.records() && rule.keepsDetail()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether literals and bound values of an operation are kept, encrypted: it is recorded, and its
   * rule says so. Costs as much as {@link #record}, and the answer stays the same as well.
   */
  public boolean keepsDetail(String type, String target, boolean changesSomething) {
    if (!isEnabled) {
      return false;
    }
    AuditRule rule = deciding(type, target);
    return rule == null
        ? keepsDetail && (recordsReads || changesSomething)
        : rule.records() && rule.keepsDetail();
  }

  /**
   * Whether an operation is recorded. Costs a comparison for each rule and pattern: remember the
   * answer, which is the same for the same arguments.
   *
   * @param type its type in lower case
   * @param target its table or route; empty if none is known
   * @param changesSomething whether it may change data
   */
  public boolean record(String type, String target, boolean changesSomething) {
    AuditRule rule = deciding(type, target);
    return isEnabled && (rule == null ? recordsReads || changesSomething : rule.records());
  }

  /** Whether bodies of any requests may have to be digested. */
  public boolean mayDigest() {
    for (AuditRule rule : rules) {
      if (rule.digests()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether bodies of requests of that type may have to be digested: what their route is, only
   * their end tells.
   *
   * @param type its type in lower case
   * @param isKeyed whether under a key of the tenant, as rules want it that keep detail encrypted,
   *     or so that anybody can check it
   */
  public boolean mayDigest(String type, boolean isKeyed) {
    for (int i = 0; i < rules.size(); i++) {
      AuditRule rule = rules.get(i);
      if (rule.digests()
          && rule.keepsDetail() == isKeyed
          && (rule.types().isEmpty() || rule.types().contains(type))) {
        return isEnabled;
      }
    }
    return false;
  }

  /**
   * Whether a digest of the body of such a request is recorded.
   *
   * @param type its type in lower case
   * @param target its route; empty if none is known
   */
  public boolean digests(String type, String target) {
    AuditRule rule = deciding(type, target);
    return isEnabled && rule != null && rule.records() && rule.digests();
  }

  /** Whether fingerprints of any rows are to be taken. */
  public boolean mayFingerprint() {
    for (AuditRule rule : rules) {
      if (rule.records() && !rule.fingerprintKey().isEmpty()) {
        return isEnabled;
      }
    }
    return false;
  }

  /**
   * The columns that identify a row of a table whose rows are fingerprinted when they are written
   * so; empty if they are not. Costs as much as {@link #record}, and the answer stays the same as
   * well.
   *
   * @param type its type in lower case
   * @param target its table; empty if none is known
   */
  public List<String> fingerprintKey(String type, String target) {
    AuditRule rule = deciding(type, target);
    return isEnabled && rule != null && rule.records() ? rule.fingerprintKey() : List.of();
  }

  /**
   * The type, in lower case, that records of such operations have. Costs as much as {@link
   * #record}, and the answer stays the same as well.
   *
   * @param type their own in lower case
   * @param target their table or route; empty if none is known
   */
  public String recordedAs(String type, String target) {
    AuditRule rule = deciding(type, target);
    return rule == null || rule.recordedAs().isEmpty() ? type : rule.recordedAs();
  }

  /**
   * What committed writes of that kind are promised; null for nothing more, and for what is not
   * recorded. Costs as much as {@link #record}, and the answer stays the same as well.
   *
   * @param type its type in lower case
   * @param target its table; empty if none is known
   */
  public Guarantee guarantee(String type, String target) {
    if (!isEnabled) {
      return null;
    }
    AuditRule rule = deciding(type, target);
    return rule == null ? guarantee : rule.records() ? rule.guarantee() : null;
  }

  /**
   * All that the rules say of an operation. Costs as much as {@link #record}, and the answer stays
   * the same as well.
   *
   * @param type its type in lower case
   * @param target its table or route; empty if none is known
   * @param changesSomething whether it may change data
   */
  public AuditDecision decide(String type, String target, boolean changesSomething) {
    return new AuditDecision(
        record(type, target, changesSomething),
        keepsDetail(type, target, changesSomething),
        guarantee(type, target),
        fingerprintKey(type, target),
        recordedAs(type, target));
  }

  /**
   * The same of a write of which it is not known which tables it writes: rather than miss the one
   * that a rule names, each rule that may ask for its record does, up to the first that applies
   * whatever the table is. It is recorded if any of them says so, with the strictest guarantee.
   *
   * @param type its type in lower case
   * @param target what stands for the tables
   */
  public AuditDecision decideUncertain(String type, String target) {
    AuditRule deciding = null;
    boolean isRecorded = false;
    boolean isDetailed = false;
    Guarantee strictest = null;
    for (int i = 0; i < rules.size() && deciding == null; i++) {
      AuditRule rule = rules.get(i);
      deciding = rule.appliesTo(type, target) ? rule : null;
      if (rule.mayRecord(type)) {
        isRecorded = true;
        isDetailed |= rule.keepsDetail();
        strictest = Guarantee.stronger(strictest, rule.guarantee());
      }
    }
    if (deciding == null) {
      isRecorded = true;
      isDetailed |= keepsDetail;
      strictest = Guarantee.stronger(strictest, guarantee);
    }
    return new AuditDecision(
        isEnabled && isRecorded,
        isEnabled && isDetailed,
        isEnabled && isRecorded ? strictest : null,
        List.of(),
        recordedAs(type, target));
  }

  /** The first rule that applies; null if none does. */
  private AuditRule deciding(String type, String target) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).appliesTo(type, target)) {
        return rules.get(i);
      }
    }
    return null;
  }
}
