/**
 * Fingerprints of rows: SHA-256 over a canonical form, {@code docs/formats/FINGERPRINT.md}, so that
 * the rows of two databases of different makes can be compared without moving them.
 *
 * <p>Reads tables through JDBC and keeps what it has read in a temporary file; knows nothing of the
 * archive but its failures. One thread.
 */
package io.heddle.audit.archive.fingerprint;
