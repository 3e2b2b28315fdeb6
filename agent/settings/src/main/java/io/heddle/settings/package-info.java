/**
 * The one declared table of settings, and how their values are found.
 *
 * <p>Nobody else in Heddle reads a system property or an environment variable. The agent, the
 * sidecar and the generated reference page read this table; each feature gets a record built from
 * it and never sees the table itself. JDK only, because it is linked into the agent and used in
 * premain.
 */
package io.heddle.settings;
