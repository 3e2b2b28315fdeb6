/** The scrape page as who reads it for a living sees it: a real Prometheus, page after page. */
package io.heddle.it.metrics;
