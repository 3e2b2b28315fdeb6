/**
 * Who makes a request, if the policy asks somebody beside the principal: claims of bearer tokens,
 * and headers. Nothing here is loaded before it does.
 */
package io.heddle.agent.actor;
