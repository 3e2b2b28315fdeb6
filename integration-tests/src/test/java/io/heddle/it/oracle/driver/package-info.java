/** Drivers that histories run on, with what each needs: jars, a server, names of classes. */
package io.heddle.it.oracle.driver;
