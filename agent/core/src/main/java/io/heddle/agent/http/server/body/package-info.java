/**
 * Digests of request bodies, made of the bytes as the server reads them for the application:
 * nothing is buffered, and what nobody reads is not digested. Nothing here is loaded before a
 * policy asks for it.
 */
package io.heddle.agent.http.server.body;
