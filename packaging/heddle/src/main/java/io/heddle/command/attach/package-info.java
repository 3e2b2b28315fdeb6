/** {@code heddle attach}: the agent in a JVM that already runs. */
package io.heddle.command.attach;
