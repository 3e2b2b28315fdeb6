/** An application of the JDK alone, for what has to do with the agent's start and nothing else. */
package io.heddle.it.apps.plain;
