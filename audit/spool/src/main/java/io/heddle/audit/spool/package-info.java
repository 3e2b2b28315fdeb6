/**
 * The crash-safe border between the application's process and the archive: append-only segments of
 * checksummed records, written by the agent and read by whoever archives them.
 *
 * <p>Depends on the JDK alone and is linked into the agent, so it must stay small. The byte layout
 * is specified in {@code docs/formats/SPOOL.md}; a change of the layout is a new format version.
 *
 * <p>Threads: any application thread appends; one background thread prepares segments; a reader
 * belongs to one thread of another process.
 */
package io.heddle.audit.spool;
