package io.heddle.audit.archive.fingerprint;

/**
 * The fingerprint of a row.
 *
 * @param key the canonical form of its key
 * @param shown the key for a person
 * @param sha256 32 bytes
 */
record Fingerprint(byte[] key, String shown, byte[] sha256) {}
