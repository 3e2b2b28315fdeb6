/** Asks a person before something is done that nothing can take back. */
package io.heddle.audit.archive.ask;
