/** What each source says about a demo, and the claims that compare them. */
package io.heddle.command.demo.evidence;
