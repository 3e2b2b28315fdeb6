/** Advice of the tests that sees types of the application. */
package io.heddle.agent.weave.bridge;
