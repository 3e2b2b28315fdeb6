/**
 * Classes of drivers that the operator has named: whether anything could be woven into them. The
 * housekeeping's thread, after the start.
 */
package io.heddle.agent.jdbc.named;
