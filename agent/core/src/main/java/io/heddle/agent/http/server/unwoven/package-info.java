/** HTTP servers that nothing is woven into, and how the operator learns that one is at work. */
package io.heddle.agent.http.server.unwoven;
