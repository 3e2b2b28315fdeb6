/**
 * Has the ledger's checkpoints cosigned by witnesses: C2SP tlog-witness, from the log's side. A
 * witness vouches that what a log shows it is a continuation of what it showed before; who trusts
 * enough of them need not trust the log.
 */
package io.heddle.audit.archive.witness;
