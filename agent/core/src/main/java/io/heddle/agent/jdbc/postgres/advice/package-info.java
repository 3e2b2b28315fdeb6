/**
 * Advice of PostgreSQL's driver: where its copies and large objects call {@link
 * io.heddle.agent.jdbc.postgres.CopyCapture} and {@link
 * io.heddle.agent.jdbc.postgres.LargeObjectCapture}.
 */
package io.heddle.agent.jdbc.postgres.advice;
