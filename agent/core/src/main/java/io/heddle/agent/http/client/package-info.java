/**
 * Requests made: an operation for each, and the trace and tenant told to the other side, the tenant
 * to hosts that may know it.
 */
package io.heddle.agent.http.client;
