/**
 * Questions to the archive, answered over the hot file and all sealed segments, beside the
 * archiver.
 *
 * <p>Reads only, in short transactions, so that no checkpoint waits. A reader belongs to one
 * thread.
 */
package io.heddle.audit.archive.query;
