/** The demo's clients: what they send, at which rate, and what they were answered. */
package io.heddle.command.demo.load;
