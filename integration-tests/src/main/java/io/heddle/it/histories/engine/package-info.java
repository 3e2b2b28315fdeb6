/** The databases and drivers that histories run on, and how each spells what a step needs. */
package io.heddle.it.histories.engine;
