/**
 * Operations in the forms that other systems take: events of the Open Cybersecurity Schema
 * Framework, and Parquet. A sink takes operations one by one and keeps a bounded number in memory;
 * it belongs to one thread.
 *
 * <p>Knows the archive's answers ({@code query}) and nothing of commands.
 */
package io.heddle.audit.archive.export;
