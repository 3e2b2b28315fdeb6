/** Functions of the database that a policy says write. */
package io.heddle.agent.jdbc.function;
