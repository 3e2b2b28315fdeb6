package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.held.HeldWrites;

/**
 * What others need of the captures of JDBC.
 *
 * @param held writes that wait for their rows, for the housekeeping and the shutdown
 * @param writes records what single drivers write past {@code java.sql.Statement}
 */
public record JdbcCaptures(HeldWrites held, SideWrites writes) {}
