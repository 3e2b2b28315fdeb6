/** The packaged command and agent from end to end, as an operator uses them. */
package io.heddle.it.packaged;
