/**
 * An application as customers run it: an executable jar with nested jars, Spring MVC, JPA and H2 in
 * a file. Knows nothing of Heddle.
 */
package io.heddle.it.spring;
