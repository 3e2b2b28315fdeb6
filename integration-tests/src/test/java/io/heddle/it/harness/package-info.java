/**
 * What the tests stand on: real JVMs on every JDK at hand, started and stopped by handle, and the
 * packaged jars as users get them.
 *
 * <p>Nothing here sleeps: a test waits for a line, an exit or a condition, each with a time limit.
 */
package io.heddle.it.harness;
