/**
 * What the archive's ledger says: the bytes of each leaf, as {@code docs/formats/LEDGER.md}
 * specifies them, the keys that sign it, and {@link io.heddle.audit.archive.ledger.Ledger}, which
 * signs it while records are archived.
 */
package io.heddle.audit.archive.ledger;
