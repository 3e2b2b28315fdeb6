package io.heddle.audit.archive.store;

import io.heddle.audit.spool.SpoolPosition;

/**
 * A log as the archive knows it.
 *
 * @param id its number in the archive
 * @param node whose it is
 * @param boot which run of it
 * @param position how far it is archived
 * @param hasEnded whether nothing more was to come from it
 */
public record LogRow(long id, String node, long boot, SpoolPosition position, boolean hasEnded) {}
