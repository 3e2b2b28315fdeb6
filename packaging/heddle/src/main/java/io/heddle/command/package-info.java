/**
 * The {@code heddle} command: its root, and nothing that does any work itself.
 *
 * <p>Knows every package below; only the packages of its subcommands know {@code cli} and {@code
 * logging}, and none of them knows another.
 */
package io.heddle.command;
