/**
 * The canonical form of rows, {@code docs/formats/FINGERPRINT.md}, and what a record says of the
 * rows that it wrote. Knows the JDK and keys of tenants. Any thread.
 */
package io.heddle.audit.spool.row;
