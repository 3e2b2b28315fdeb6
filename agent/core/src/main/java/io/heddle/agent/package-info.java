/**
 * The agent's composition root: {@link io.heddle.agent.AgentRuntime} is the only place where its
 * parts meet.
 */
package io.heddle.agent;
