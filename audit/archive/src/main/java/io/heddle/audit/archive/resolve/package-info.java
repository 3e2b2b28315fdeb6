/**
 * What became of transactions whose process died between intent and outcome: PostgreSQL is asked.
 *
 * <p>Knows the archiver above and the store's {@code Doubt}; the driver is the packaging's. The
 * sidecar asks on a thread of its own, because a database that does not answer must not keep
 * anybody from archiving and signing.
 */
package io.heddle.audit.archive.resolve;
