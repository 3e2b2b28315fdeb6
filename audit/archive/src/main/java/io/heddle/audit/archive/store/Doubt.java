package io.heddle.audit.archive.store;

/**
 * A transaction whose process died between its intent and its outcome: only the database knows what
 * became of it.
 *
 * @param log the log it is in, within its hot file
 * @param transaction its number in that run
 * @param intendedMicros when it was about to commit
 * @param database where to ask
 * @param databaseId the database's ID of it; never empty
 */
public record Doubt(
    long log,
    String node,
    long boot,
    long transaction,
    long intendedMicros,
    String database,
    String databaseId) {}
