/**
 * The classes of the servlet instrumentation that know servlets: defined once for each application
 * loader, with a view of its {@code jakarta.servlet}.
 */
package io.heddle.agent.http.server.bridge;
