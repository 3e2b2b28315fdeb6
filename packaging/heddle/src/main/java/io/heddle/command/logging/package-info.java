/** The command's own log, through log4j-core; the only package that knows it. */
package io.heddle.command.logging;
