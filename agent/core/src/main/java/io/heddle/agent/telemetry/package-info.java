/** The telemetry views of finished operations: which series they count in, and which are spans. */
package io.heddle.agent.telemetry;
