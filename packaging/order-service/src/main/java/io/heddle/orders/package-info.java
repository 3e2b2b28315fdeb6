/**
 * The demo's application: a multi-tenant order service and the inventory service it calls.
 *
 * <p>It stands for somebody else's code, so it knows nothing of Heddle and must stay that way: it
 * reads {@code X-Tenant-ID} only to store it in its own rows, as such services do, and it does not
 * forward the header to the inventory service.
 *
 * <p>Threads: Tomcat's worker threads serve requests; an {@link
 * java.util.concurrent.ExecutorService} of a few threads prices and confirms orders.
 */
package io.heddle.orders;
