package io.heddle.it.bench.labels;

/**
 * What one contender reached on one workload.
 *
 * @param recall100 share of the 100 heaviest tenants of the last ten minutes that are visible: at
 *     least 90 % of their requests are under their own label
 * @param attributedShare share of all requests of the last ten minutes under a label of their own
 * @param clairvoyantShare see {@link Truth#clairvoyantShare}
 * @param mostLabels on one page
 * @param totalError what {@code sum(rate())} differs from what was asked, page by page
 * @param lateShare of the requests of tenants that came late, how many are under their own label;
 *     NaN if nobody came late
 * @param lateScrapes scrapes until the last of them had its label; -1 if one never had
 * @param swapsPerMinute labels that were not on the page before
 * @param bounds how often it said what a tenant weighs, within bounds; 0 from who never does
 * @param wrongBounds how often the truth was outside
 * @param memoryBytes what dies with it at the end
 * @param seconds that it took, the making of the traffic included
 */
record Figures(
    String workload,
    String contender,
    double recall100,
    double recall1000,
    double attributedShare,
    double clairvoyantShare,
    int mostLabels,
    double totalError,
    double lateShare,
    int lateScrapes,
    double swapsPerMinute,
    int bounds,
    int wrongBounds,
    long memoryBytes,
    double seconds) {

  /** By how much of the clairvoyant's share it stays behind; below 0 where it follows better. */
  double behindClairvoyant() {
    return 1 - attributedShare / clairvoyantShare;
  }
}
