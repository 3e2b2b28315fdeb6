/** What a shell and {@code man} want to know of the command, made from its own description. */
package io.heddle.command.shell;
