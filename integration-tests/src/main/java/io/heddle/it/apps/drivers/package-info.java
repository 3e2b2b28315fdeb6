/**
 * An application that writes through any JDBC driver in every way there is, and tells what the
 * database holds afterwards.
 */
package io.heddle.it.apps.drivers;
