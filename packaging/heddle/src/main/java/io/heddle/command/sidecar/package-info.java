/**
 * {@code heddle sidecar}: archives what the agents of one home spool, until it is told to stop.
 *
 * <p>Threads: the main thread drains; the HTTP server's one thread answers {@code /metrics} and
 * {@code /healthz} from numbers published through volatile fields; a shutdown hook asks for the end
 * and waits for it.
 */
package io.heddle.command.sidecar;
