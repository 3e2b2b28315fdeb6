/** What an archive should hold and does not: why an answer from it is incomplete. */
package io.heddle.audit.archive.missing;
