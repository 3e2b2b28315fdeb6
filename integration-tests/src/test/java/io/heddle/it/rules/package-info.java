/**
 * The rules of the house, as tests: who may know whom, which calls are forbidden where and why, and
 * what the packaged agent may contain. A rule that needs an exception names it here, with its
 * reason.
 */
package io.heddle.it.rules;
