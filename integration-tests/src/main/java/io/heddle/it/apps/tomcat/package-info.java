/**
 * A web application on embedded Tomcat, HikariCP and whatever JDBC URL it is given, that does one
 * well-known thing a route. It knows nothing of Heddle: tests compare what it did with what the
 * archive says.
 */
package io.heddle.it.apps.tomcat;
