/** Tests of what draws histories. */
package io.heddle.it.histories.engine;
