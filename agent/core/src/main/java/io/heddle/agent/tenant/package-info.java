/**
 * Who a request is for: from the raw header to an interned {@link Tenant} with a dense index.
 *
 * <p>Behind this package nobody handles tenant strings. Everything here may be called from any
 * application thread and takes no lock for a tenant already known.
 */
package io.heddle.agent.tenant;
