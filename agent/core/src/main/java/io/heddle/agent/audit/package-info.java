/** The audit's view of finished operations: which are recorded, and how they reach the spool. */
package io.heddle.agent.audit;
