/**
 * The policy file: the declared table of its keys, the reader that makes a {@link
 * io.heddle.sampler.policy.Policy} of it or says all that is wrong, and the watch over the file
 * while it is changed.
 *
 * <p>One thread at a time. Nothing here is for the path of a request.
 */
package io.heddle.sampler.policy.file;
