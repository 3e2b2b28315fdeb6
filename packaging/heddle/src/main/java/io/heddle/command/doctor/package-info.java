/**
 * {@code heddle doctor}: looks at everything that can be wrong and says what to do about it,
 * changing nothing. It may look into every other subcommand's package.
 */
package io.heddle.command.doctor;
