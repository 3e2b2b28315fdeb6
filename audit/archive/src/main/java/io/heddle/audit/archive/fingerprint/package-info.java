/**
 * Fingerprints of rows: SHA-256 over a canonical form, {@code docs/formats/FINGERPRINT.md}, so that
 * the rows of two databases of different makes can be compared without moving them.
 *
 * <p>Reads tables through JDBC, and archives for what they say of rows; keeps what it has read in
 * temporary files. Knows {@code query}, {@code privacy} and {@code store}. One thread.
 */
package io.heddle.audit.archive.fingerprint;
