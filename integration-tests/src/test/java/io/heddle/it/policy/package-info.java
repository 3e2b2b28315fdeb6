/** The policy: its file changed under running applications, and its reference page. */
package io.heddle.it.policy;
