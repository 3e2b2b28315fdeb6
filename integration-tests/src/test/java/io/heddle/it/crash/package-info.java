/**
 * Processes killed at any moment, disks that are full, files that are damaged: nothing lost,
 * nothing doubled.
 */
package io.heddle.it.crash;
