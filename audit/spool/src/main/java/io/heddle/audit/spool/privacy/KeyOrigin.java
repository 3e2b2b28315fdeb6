package io.heddle.audit.spool.privacy;

/**
 * Whose key it is, and which run of a JVM made it: bound to the key when it is wrapped, so that a
 * key cannot be passed off as another tenant's.
 *
 * @param tenant whose detail it seals
 * @param node of the run, as the spool's folder names it
 * @param boot of the run
 * @param madeMicros when it was made, in microseconds since 1970 (UTC)
 * @param erasures the newest erasure that the run knew of when it made the key; 0 if there was none
 */
public record KeyOrigin(String tenant, String node, long boot, long madeMicros, long erasures) {}
