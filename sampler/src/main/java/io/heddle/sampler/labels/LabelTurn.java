package io.heddle.sampler.labels;

import java.util.List;

/**
 * A change of labels under way: those who leave stand on pages at the values they left with, those
 * who rise at zero, until every regular scraper has been served such a page.
 *
 * @param page the first such page
 */
record LabelTurn<T>(long page, List<LabelPage.Row<T>> leaving, List<Incumbent<T>> rising) {}
