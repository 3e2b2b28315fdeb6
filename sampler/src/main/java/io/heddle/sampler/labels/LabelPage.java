package io.heddle.sampler.labels;

import java.util.List;

/**
 * All counters at one moment: on every page the rows and {@code other} add up to {@code total},
 * less what labels dropped earlier had counted.
 *
 * @param rows each label and its counters; fewer than the budget
 * @param other the counters of everybody without a label
 * @param total of everybody since the beginning, dropped labels included; it never falls
 * @param status of the governor
 * @param number of the page, from 1
 * @param seen the newest page that every regular scraper has been served before this one; 0 if
 *     there is none
 * @param <T> a tenant
 */
public record LabelPage<T>(
    List<Row<T>> rows, long[] other, long[] total, LabelStatus status, long number, long seen) {
  /**
   * One label.
   *
   * @param values its counters, by index
   */
  public record Row<T>(T tenant, long[] values) {}
}
