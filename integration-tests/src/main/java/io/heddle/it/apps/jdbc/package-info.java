/**
 * An application that does nothing but transactions, many at once, and writes down what each of
 * them came to: it is killed and asked about afterwards.
 */
package io.heddle.it.apps.jdbc;
