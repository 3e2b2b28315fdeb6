/**
 * What the subcommands share: how a failure is told, where settings come from, whether there is a
 * terminal, and the jars this one carries.
 */
package io.heddle.command.cli;
