package io.heddle.sampler.policy.yaml;

import java.util.List;
import java.util.Map;

/** A part of a YAML file, and where it stands. */
public sealed interface Node {
  /** Where it begins. */
  Place place();

  /**
   * A plain value, as it is written; what it means is for its reader to say.
   *
   * @param text without quotes; empty for a null
   */
  record Scalar(Place place, String text) implements Node {}

  /** Nodes in a row. */
  record Sequence(Place place, List<Node> items) implements Node {}

  /** Nodes by name, in the order of the file. */
  record Mapping(Place place, Map<String, Entry> entries) implements Node {}

  /**
   * A node and its name.
   *
   * @param place where the name stands
   */
  record Entry(Place place, Node value) {}
}
