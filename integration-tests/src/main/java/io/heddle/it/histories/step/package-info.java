/**
 * The steps that a history is made of, and the session they run on. A step is valid use of JDBC;
 * what the driver answers, an exception or not, is taken as it is.
 */
package io.heddle.it.histories.step;
