/** What is recorded of a request besides its route: its path, and who sent it. */
package io.heddle.sampler.policy.request;
