/**
 * Histories with a name: each is the symptom of a record that was once wrong, with what is right.
 * They are fixed, where those of {@link io.heddle.it.histories.engine.Generator} are drawn.
 */
package io.heddle.it.histories.named;
