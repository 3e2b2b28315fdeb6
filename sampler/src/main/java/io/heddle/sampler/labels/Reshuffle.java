package io.heddle.sampler.labels;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides who leaves and who rises, and why. Who leaves has its place until the page it is last
 * shown on is over, so only places that are free now can be given away now.
 */
final class Reshuffle<T> {
  private final Set<T> pins;
  private final int places;
  private final Set<T> seated;
  private final List<Incumbent<T>> staying;
  private final Map<T, LabelChange> leaving = new LinkedHashMap<>();
  private final Map<T, LabelChange> rising = new LinkedHashMap<>();

  Reshuffle(Collection<Incumbent<T>> incumbents, Set<T> pins, int places) {
    this.pins = pins;
    this.places = places;
    this.staying = new ArrayList<>(incumbents);
    this.staying.sort(Succession.lightestFirst());
    this.seated = new HashSet<>();
    for (Incumbent<T> incumbent : incumbents) {
      seated.add(incumbent.tenant);
    }
  }

  Map<T, LabelChange> leaving() {
    return leaving;
  }

  Map<T, LabelChange> rising() {
    return rising;
  }

  void dropAll() {
    putOut(staying.size(), LabelChange.STRICT, true);
  }

  /** If there are more labels than places, the lightest leave, those that are pinned last. */
  void fitBudget() {
    int surplus = staying.size() - places;
    if (surplus > 0) {
      surplus -= putOut(surplus, LabelChange.OVER_BUDGET, false);
      putOut(surplus, LabelChange.OVER_BUDGET, true);
    }
  }

  /** Pinned tenants have the first free places; if there are too few, the lightest make room. */
  void seatPins() {
    int waiting = 0;
    for (T pin : pins) {
      if (!seated.contains(pin)) {
        if (vacant() > 0) {
          rising.put(pin, LabelChange.PINNED);
        } else {
          waiting++;
        }
      }
    }
    // Those who leave already make room for the next page as well.
    putOut(waiting - leaving.size(), LabelChange.DISPLACED, false);
  }

  /** The heaviest candidates have what is free; the others may put out the lightest. */
  void succeed(
      List<Candidate<T>> candidates, int reserve, int most, double advantage, double unit) {
    List<Candidate<T>> waiting = new ArrayList<>();
    for (Candidate<T> candidate : candidates) {
      if (!rising.containsKey(candidate.tenant()) && !leaving.containsKey(candidate.tenant())) {
        waiting.add(candidate);
      }
    }
    List<Incumbent<T>> unpinned = new ArrayList<>();
    for (Incumbent<T> incumbent : staying) {
      if (!pins.contains(incumbent.tenant)) {
        unpinned.add(incumbent);
      }
    }
    int free = vacant();
    int room = Math.max(0, free - reserve);
    Succession<T> succession =
        Succession.of(waiting, unpinned, room, free - room, most, advantage, unit);
    int given = 0;
    for (Candidate<T> candidate : succession.rising()) {
      rising.put(candidate.tenant(), given++ < room ? LabelChange.ROOM : LabelChange.OUTWEIGHS);
    }
    for (Incumbent<T> incumbent : succession.leaving()) {
      leaving.put(incumbent.tenant, LabelChange.OUTWEIGHED);
    }
  }

  /** Places nobody has, nor is about to leave. */
  private int vacant() {
    return Math.max(0, places - staying.size() - leaving.size() - rising.size());
  }

  private int putOut(int count, LabelChange change, boolean pinnedToo) {
    int out = 0;
    for (int i = 0; i < staying.size() && out < count; ) {
      if (pinnedToo || !pins.contains(staying.get(i).tenant)) {
        leaving.put(staying.remove(i).tenant, change);
        out++;
      } else {
        i++;
      }
    }
    return out;
  }
}
