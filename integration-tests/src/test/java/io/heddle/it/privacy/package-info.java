/** Detail of operations, sealed in the application and erased in the archive. */
package io.heddle.it.privacy;
