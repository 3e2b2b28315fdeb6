/**
 * {@code heddle audit}: questions and answers in words, tables and machine formats. Writes to the
 * command line's own writers; opens the archive beneath {@code --home}.
 */
package io.heddle.audit.archive.cli;
