package io.heddle.audit.spool.ended;

/**
 * A run whose records were removed before an archiver took them.
 *
 * @param node the node's folder name
 * @param boot identifies the run on its node
 * @param operations that it had recorded and that are lost now
 * @param bytes of disk that it took
 */
public record GivenUpRun(String node, long boot, long operations, long bytes) {}
