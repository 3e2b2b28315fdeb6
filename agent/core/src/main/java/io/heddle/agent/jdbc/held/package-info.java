/**
 * Writes of which the driver has not said yet how many rows they changed: their records wait until
 * the application asks the driver, or goes on without.
 */
package io.heddle.agent.jdbc.held;
