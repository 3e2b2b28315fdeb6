package io.heddle.agent.policy;

import io.heddle.sampler.policy.AuditWeakening;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.file.PolicyFile;
import io.heddle.sampler.policy.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What the audit says of the policy: each change of it, each file refused, each pause and its end;
 * with the revision, the file's SHA-256 and its owner. Loaded when there is a policy file.
 */
final class PolicyNotes {
  private final PolicyFile file;
  private final BiConsumer<String, Map<String, ?>> notes;

  PolicyNotes(PolicyFile file, BiConsumer<String, Map<String, ?>> notes) {
    this.file = file;
    this.notes = notes;
  }

  /** To be called before {@code now} is in force: what is recorded then comes behind the note. */
  void changing(Policy before, Policy now) {
    if (!before.audit().isEnabled() && now.audit().isEnabled()) {
      notes.accept("AUDIT_RESUMED", of(now.revision()));
    }
  }

  /** To be called once {@code now} is in force: what was recorded until then comes before. */
  void changed(Policy before, Policy now, List<String> sections) {
    Map<String, Object> detail = of(now.revision());
    detail.put("revision_before", before.revision());
    detail.put("changed", sections);
    detail.put("weakens", AuditWeakening.between(before, now));
    notes.accept("POLICY_CHANGED", detail);
    if (before.audit().isEnabled() && !now.audit().isEnabled()) {
      notes.accept("AUDIT_PAUSED", of(now.revision()));
    }
  }

  /** A file was refused; {@code revision} stays in force. */
  void refused(long revision, List<Problem> problems) {
    Map<String, Object> detail = of(revision);
    detail.put("problems", problems.size());
    detail.put("first", problems.get(0).toString());
    notes.accept("POLICY_REFUSED", detail);
  }

  /** The file has gone, or cannot be read; {@code revision} stays in force. */
  void gone(long revision, String reason) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("revision", revision);
    detail.put("file", file.path().toString());
    detail.put("reason", reason);
    notes.accept("POLICY_MISSING", detail);
  }

  private Map<String, Object> of(long revision) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("revision", revision);
    detail.put("file", file.path().toString());
    detail.put("sha256", file.sha256());
    detail.put("owner", owner());
    return detail;
  }

  /** Whose file it is; empty where the file system has no owners, or it has gone since. */
  private String owner() {
    try {
      return Files.getOwner(file.path()).getName();
    } catch (IOException | UnsupportedOperationException unknown) {
      return "";
    }
  }
}
