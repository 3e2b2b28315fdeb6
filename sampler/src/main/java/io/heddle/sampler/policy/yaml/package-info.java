/**
 * YAML as far as a policy needs it: mappings, sequences and plain values, each with its place in
 * the file; no anchors, tags or second documents.
 *
 * <p>The one package that knows Jackson. Nothing of it is loaded before there is a file to read.
 */
package io.heddle.sampler.policy.yaml;
