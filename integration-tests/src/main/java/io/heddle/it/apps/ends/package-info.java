/**
 * An application on Tomcat whose work outlives its requests, in every way that a JDK offers. It
 * knows nothing of Heddle. Each row goes to a table whose name says for whom the application meant
 * it.
 */
package io.heddle.it.apps.ends;
