/**
 * The archive: what spools hold, kept in SQLite, each record once.
 *
 * <p>{@link io.heddle.audit.archive.Archiver} is its writer, of which there is one at a time;
 * {@code query} reads beside it; {@code cli} answers people. Lives in the sidecar and the command,
 * never in an application.
 */
package io.heddle.audit.archive;
