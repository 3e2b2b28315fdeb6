package io.heddle.sampler.policy.file;

import io.heddle.sampler.policy.yaml.Node;
import io.heddle.sampler.policy.yaml.Node.Entry;
import io.heddle.sampler.policy.yaml.Node.Mapping;
import io.heddle.sampler.policy.yaml.Node.Scalar;
import io.heddle.sampler.policy.yaml.Node.Sequence;
import io.heddle.sampler.policy.yaml.Place;
import io.heddle.sampler.policy.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds a tree against the table of keys, and notes wherever it differs. */
final class SectionReader {
  private final Problems problems;
  private final Spelling spelling;

  SectionReader(Problems problems, Spelling spelling) {
    this.problems = problems;
    this.spelling = spelling;
  }

  /** The file as the table knows it; what is not of its form is left out, and noted. */
  Section read(Node root) {
    return section(root, root.place(), Shape.FILE, "");
  }

  private Section section(Node node, Place named, Shape shape, String path) {
    Section section = new Section(named);
    Map<String, Entry> entries = Map.of(); // as if its content were commented out
    if (node instanceof Mapping mapping) {
      entries = mapping.entries();
    } else if (!(node instanceof Scalar scalar) || !scalar.text().isEmpty()) {
      wrong(node, path, "names and their values");
      return section;
    }
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      child(section, entry.getKey(), entry.getValue(), shape, path);
    }
    for (Shape child : shape.children.values()) {
      if (child.key != null
          && child.key.isRequired()
          && !entries.containsKey(lastName(child.key))) {
        problems.add(named, path, "", lastName(child.key) + ": " + child.key.expectation());
      }
    }
    return section;
  }

  private void child(Section section, String name, Entry entry, Shape shape, String path) {
    String childPath = path.isEmpty() ? name : path + "." + name;
    if (shape.named != null) {
      if (PolicyKey.isTenantId(name)) {
        section.section(name, section(entry.value(), entry.place(), shape.named, childPath));
      } else {
        problems.add(entry.place(), path, name, PolicyKey.TENANT_ID);
      }
      return;
    }
    Shape child = shape.children.get(name);
    if (child == null) {
      unknown(name, entry.place(), shape, path);
    } else if (child.key != null) {
      value(section, child.key, entry.value(), childPath);
    } else if (child.item != null) {
      section.list(name, items(entry.value(), child.item, childPath));
    } else {
      section.section(name, section(entry.value(), entry.place(), child, childPath));
    }
  }

  private void unknown(String name, Place place, Shape shape, String path) {
    String nearest = spelling.nearest(shortened(name), shape.children.keySet());
    String known = "one of " + String.join(", ", shape.children.keySet());
    problems.add(
        place, path, name, nearest == null ? known : known + "; did you mean " + nearest + "?");
  }

  private List<Section> items(Node node, Shape shape, String path) {
    if (!(node instanceof Sequence sequence)) {
      wrong(node, path, "a list");
      return List.of();
    }
    List<Section> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      items.add(section(item, item.place(), shape, path + "[" + items.size() + "]"));
    }
    return items;
  }

  private void value(Section section, PolicyKey key, Node node, String path) {
    if (!key.form().isList()) {
      Object value = node instanceof Scalar scalar ? key.form().read(scalar.text()) : null;
      if (value == null) {
        wrong(node, path, key.expectation());
      } else {
        section.value(key, node.place(), value);
      }
      return;
    }
    if (!(node instanceof Sequence sequence)) {
      wrong(node, path, key.expectation());
      return;
    }
    List<Object> values = new ArrayList<>();
    for (Node item : sequence.items()) {
      Object value = item instanceof Scalar scalar ? key.form().read(scalar.text()) : null;
      if (value == null) {
        wrong(item, path, key.form().expectation());
      } else {
        values.add(value);
      }
    }
    if (values.size() == sequence.items().size()) {
      section.value(key, node.place(), List.copyOf(values));
    }
  }

  private void wrong(Node node, String path, String expected) {
    String found = node instanceof Sequence ? "a list" : "a mapping";
    if (node instanceof Scalar scalar) {
      found = scalar.text();
    }
    problems.add(node.place(), path, found, expected);
  }

  /** A hostile name must not cost a comparison as long as itself. */
  private static String shortened(String name) {
    return name.length() > Form.LONGEST ? name.substring(0, Form.LONGEST) : name;
  }

  private static String lastName(PolicyKey key) {
    return key.path().substring(key.path().lastIndexOf('.') + 1);
  }
}
