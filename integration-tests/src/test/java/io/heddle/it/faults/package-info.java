/**
 * Faults on purpose, as many as are asked for: processes killed again and again with PostgreSQL as
 * the judge, power losses played through, disks and clocks that misbehave. What it found is in
 * docs/FAULTS.md.
 */
package io.heddle.it.faults;
