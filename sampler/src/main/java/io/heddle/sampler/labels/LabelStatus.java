package io.heddle.sampler.labels;

import io.heddle.sampler.tiers.Tier;
import java.util.Map;

/**
 * How the governor stands.
 *
 * @param labels how many tenants have a label
 * @param budget the most label values, {@code ~other} included
 * @param distinct tenants met lately: exact up to the top tier's edge, one more than it beyond
 * @param tier which tier that is
 * @param unlabelledShare the share of all recent requests, by weight, that have no label; 0 to 1
 * @param mostUnlabelled no tenant without a label weighs more than this many recent requests
 * @param leastLabelled what the lightest label that is not pinned weighs; 0 if there is none
 * @param unranked requests that were counted, but came too fast to be ranked
 * @param changes how often each change has happened
 */
public record LabelStatus(
    int labels,
    int budget,
    int distinct,
    Tier tier,
    double unlabelledShare,
    double mostUnlabelled,
    double leastLabelled,
    long unranked,
    Map<LabelChange, Long> changes) {}
