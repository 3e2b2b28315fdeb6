/**
 * Verifies an archive against what its ledger has signed: derives every leaf anew from the rows,
 * every root from the leaves, and everything else the archive says from both. Reads files alone,
 * and shares no state with the archiver, which may be at work.
 */
package io.heddle.audit.archive.verify;
