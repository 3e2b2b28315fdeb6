package io.heddle.sampler.policy.file;

import java.util.LinkedHashMap;
import java.util.Map;

/** What may stand where, made of the table of keys: a tree of the names in their paths. */
final class Shape {
  /** The root of a policy file. */
  static final Shape FILE = ofTable();

  /** What stands under which name; empty if this is a value. */
  final Map<String, Shape> children = new LinkedHashMap<>();

  /** What stands under any name; null if names are given. */
  Shape named;

  /** What each item of a list is; null if this is no list of mappings. */
  Shape item;

  /** The value's key; null if this is no value. */
  PolicyKey key;

  private static Shape ofTable() {
    Shape root = new Shape();
    for (PolicyKey key : PolicyKey.values()) {
      Shape shape = root;
      for (String step : key.path().split("\\.")) {
        shape = shape.step(step);
      }
      shape.key = key;
    }
    return root;
  }

  private Shape step(String step) {
    if (step.startsWith("<")) {
      named = named == null ? new Shape() : named;
      return named;
    }
    if (step.endsWith("[]")) {
      Shape list = step(step.substring(0, step.length() - 2));
      list.item = list.item == null ? new Shape() : list.item;
      return list.item;
    }
    return children.computeIfAbsent(step, name -> new Shape());
  }
}
