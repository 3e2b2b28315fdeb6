/**
 * What an application did, compared with what the archive, the metrics and the traces say of it.
 */
package io.heddle.it.truth;
