/** The reference page of the settings, generated from their table and held equal to it. */
package io.heddle.it.settings;
