package io.heddle.sampler.policy.file;

import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.yaml.Place;
import io.heddle.sampler.policy.yaml.Problem;
import java.util.List;

/** What became of reading a policy file. */
public sealed interface Reading {
  /**
   * The file is good.
   *
   * @param revisionAt where its revision stands, for whoever finds that it is too old
   */
  record Accepted(Policy policy, Place revisionAt) implements Reading {}

  /**
   * The file is refused as a whole.
   *
   * @param problems all that is wrong with it, in the order of the file; not empty
   */
  record Refused(List<Problem> problems) implements Reading {
    /** Keeps a copy. */
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
