/** Runs that have ended and that nobody archives: nothing of them is left, or a bounded size. */
package io.heddle.audit.spool.ended;
