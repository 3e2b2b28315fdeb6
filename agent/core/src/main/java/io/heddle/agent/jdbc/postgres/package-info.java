/**
 * What PostgreSQL's driver writes past {@code java.sql.Statement}: COPY and large objects. Called
 * by woven methods of the driver, on the application's threads.
 */
package io.heddle.agent.jdbc.postgres;
