/**
 * The tenants' keys of an archive: kept as they come from the spool, wrapped; destroyed when a
 * tenant is erased; used when somebody who has the master key reveals what they seal.
 *
 * <p>The file and what a crash does to it are specified in {@code docs/formats/PRIVACY.md}. Any
 * process may erase beside an archiver; a lock on a file of its own keeps them apart.
 */
package io.heddle.audit.archive.privacy;
