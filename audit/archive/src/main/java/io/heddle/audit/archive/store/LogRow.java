package io.heddle.audit.archive.store;

import io.heddle.audit.spool.SpoolPosition;

/**
 * A log as the archive knows it.
 *
 * @param id its number in the archive
 * @param position how far it is archived
 */
public record LogRow(long id, SpoolPosition position) {}
