/** Drivers that the agent is told of by {@code heddle.jdbc.drivers}, and writes past statements. */
package io.heddle.it.drivers;
