/**
 * The application that runs histories, one after the other, and tells what its tables hold
 * afterwards. It knows nothing of Heddle.
 */
package io.heddle.it.histories.app;
