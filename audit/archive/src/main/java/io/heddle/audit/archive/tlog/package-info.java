/**
 * A transparency log in the published formats: Merkle tree (RFC 6962), tiles (C2SP tlog-tiles),
 * signed notes and checkpoints (C2SP signed-note, tlog-checkpoint), proofs (C2SP tlog-proof).
 *
 * <p>Knows the JDK alone, and nothing of what its leaves say. No class is safe for use by several
 * threads unless it says so.
 */
package io.heddle.audit.archive.tlog;
