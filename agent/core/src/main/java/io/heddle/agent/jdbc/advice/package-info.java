/**
 * Advice of the JDBC instrumentation: where woven drivers call {@link
 * io.heddle.agent.jdbc.StatementCapture} and {@link io.heddle.agent.jdbc.ConnectionCapture}.
 * Nothing else happens here.
 */
package io.heddle.agent.jdbc.advice;
