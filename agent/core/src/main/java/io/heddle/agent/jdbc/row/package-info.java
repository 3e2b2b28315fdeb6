/**
 * Reads which rows a statement writes and what with, as far as its text tells for certain; for
 * their fingerprints. Knows {@code jdbc.sql} and the JDK. Any thread.
 */
package io.heddle.agent.jdbc.row;
