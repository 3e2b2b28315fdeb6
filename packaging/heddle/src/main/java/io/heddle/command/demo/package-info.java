/**
 * The demo: real services under real load with Heddle on them, and a summary in which every claim
 * is a comparison of two numbers from different sources.
 *
 * <p>Threads: the load's own threads drive; everything else, the table included, is the main
 * thread's; a thread per child process copies what the child prints into its log file.
 */
package io.heddle.command.demo;
