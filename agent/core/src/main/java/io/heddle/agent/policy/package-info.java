/**
 * The policy in the agent: what holds by the settings, the watch over the file, and the parts that
 * are told of a change.
 *
 * <p>Runs in the background. Nothing of Jackson is loaded before there is a policy file.
 */
package io.heddle.agent.policy;
