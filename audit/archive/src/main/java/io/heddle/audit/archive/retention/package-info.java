/**
 * How long records are kept: pruning of whole sealed segments by age and by size, legal holds, and
 * the register that remembers both.
 *
 * <p>Knows the archive's files ({@code store}) and nothing of questions or commands. Several
 * processes may prune and hold at once, a sidecar and a command for instance: the register's write
 * lock lets one go first.
 */
package io.heddle.audit.archive.retention;
