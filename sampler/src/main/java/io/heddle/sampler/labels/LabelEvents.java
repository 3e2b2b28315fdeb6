package io.heddle.sampler.labels;

/**
 * Is told what the governor does, on the thread that writes the page and under its lock: whoever
 * takes long delays the page, and nobody else.
 *
 * @param <T> a tenant
 */
public interface LabelEvents<T> {
  /**
   * A tenant gained or lost its label.
   *
   * @param weight what it weighs: its requests of late, decayed
   */
  void changed(T tenant, LabelChange change, double weight);
}
