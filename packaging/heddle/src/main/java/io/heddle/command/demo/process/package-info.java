/** The JVMs of a demo, none of which outlives it. */
package io.heddle.command.demo.process;
