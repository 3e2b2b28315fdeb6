/**
 * Requests served and made, and work handed over, under the packaged agent: who the work is done
 * for on every thread, and that each request is one span with the status the client saw.
 */
package io.heddle.it.http;
