package io.heddle.audit.archive.query;

import io.heddle.audit.archive.ledger.LedgerEvent;

/**
 * Something in the archive that is no operation.
 *
 * @param node whom it is about: the node of the JVM that recorded it, or that the archive speaks
 *     of; empty if it is about the archive itself
 * @param boot the run it is about; 0 if none
 * @param seq its sequence number in that run, or its leaf if the archive recorded it
 * @param leaf its place in the ledger; -1 if it is in none
 */
public record ArchivedEvent(LedgerEvent event, String node, long boot, long seq, long leaf) {}
