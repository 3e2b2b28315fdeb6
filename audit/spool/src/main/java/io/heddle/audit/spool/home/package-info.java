/**
 * A home as its processes share it: who is at work there, and a run's folder that goes at its end.
 */
package io.heddle.audit.spool.home;
