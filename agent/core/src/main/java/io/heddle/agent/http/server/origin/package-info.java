/** Where a request comes from and where it was sent, as far as records may say so. */
package io.heddle.agent.http.server.origin;
