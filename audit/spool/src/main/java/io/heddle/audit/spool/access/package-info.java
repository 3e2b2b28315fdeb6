/** Who may read what Heddle keeps on disk. */
package io.heddle.audit.spool.access;
