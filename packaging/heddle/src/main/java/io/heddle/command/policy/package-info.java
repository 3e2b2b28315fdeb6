/**
 * {@code heddle policy}: what is wrong with a policy file before an agent reads it, and what it
 * means for a tenant.
 */
package io.heddle.command.policy;
