/**
 * A web application on embedded Tomcat that serves requests in every way a servlet can, hands work
 * over in every way the JDK knows, and calls a server of its own that tells what it was told. It
 * knows nothing of Heddle.
 */
package io.heddle.it.apps.http;
