/**
 * The archive's files: their schema, the hot file that takes records, and sealing. One thread
 * writes.
 *
 * <p>The schema is specified in {@code docs/formats/ARCHIVE.md}.
 */
package io.heddle.audit.archive.store;
