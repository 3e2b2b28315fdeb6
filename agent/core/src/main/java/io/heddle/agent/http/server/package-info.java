/**
 * Requests served: the tenant and trace found at the entry, the operation recorded at the end.
 *
 * <p>What a server calls its requests is known to the {@code bridge} package alone, which sees the
 * application's classes; everything here is shared by all servers.
 */
package io.heddle.agent.http.server;
