/**
 * Reads SQL just far enough to take the literals out and to tell what a statement does to what.
 *
 * <p>No grammar of any database is implemented: text that no parser would understand is still
 * normalised, in one pass, without an exception. Knows the JDK, {@code Subject} and the spool's
 * enums. Any thread.
 */
package io.heddle.agent.jdbc.sql;
