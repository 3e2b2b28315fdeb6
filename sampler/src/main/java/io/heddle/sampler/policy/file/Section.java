package io.heddle.sampler.policy.file;

import io.heddle.sampler.policy.yaml.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mapping of the file whose names are known and whose values are of their form. */
final class Section {
  static final Section EMPTY = new Section(Place.START);

  private final Place place;
  private final Map<PolicyKey, Object> values = new LinkedHashMap<>();
  private final Map<PolicyKey, Place> places = new LinkedHashMap<>();
  private final Map<String, Section> sections = new LinkedHashMap<>();
  private final Map<String, List<Section>> lists = new LinkedHashMap<>();

  Section(Place place) {
    this.place = place;
  }

  void value(PolicyKey key, Place at, Object value) {
    values.put(key, value);
    places.put(key, at);
  }

  void section(String name, Section section) {
    sections.put(name, section);
  }

  void list(String name, List<Section> items) {
    lists.put(name, items);
  }

  /** What the file says, or what holds without it. */
  @SuppressWarnings("unchecked") // the key's form has made the value
  <T> T value(PolicyKey key, T otherwise) {
    return (T) values.getOrDefault(key, otherwise);
  }

  int count(PolicyKey key, int otherwise) {
    return Math.toIntExact(value(key, (long) otherwise));
  }

  /** Where a value stands, or this section if the file does not give it. */
  Place placeOf(PolicyKey key) {
    return places.getOrDefault(key, place);
  }

  Section section(String name) {
    return sections.getOrDefault(name, EMPTY);
  }

  /** The sections in it, by name, in the order of the file. */
  Map<String, Section> sections() {
    return sections;
  }

  List<Section> list(String name) {
    return lists.getOrDefault(name, List.of());
  }
}
