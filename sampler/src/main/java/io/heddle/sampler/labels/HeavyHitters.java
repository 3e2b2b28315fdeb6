package io.heddle.sampler.labels;

/**
 * The heaviest of any number of items in bounded memory: Filtered Space-Saving (Homem and Carvalho,
 * "Finding top-k elements in data streams", Information Sciences 180, 2010).
 *
 * <p>The heaviest are counted by name. An item that is not among them counts in the cell its hash
 * falls in, and takes the place of the lightest only once its cell outweighs that: so items that
 * come once push nobody out. For each one counted, {@code count − error ≤ truth ≤ count}; for each
 * other item the truth is at most its cell.
 *
 * <p>Bound: {@code counters} items, about 40 bytes each and what they hold themselves, and 8 bytes
 * for each cell. Not thread-safe.
 */
final class HeavyHitters<T> {
  /** Told of each item counted by name. */
  interface Visitor<T> {
    void visit(T item, long key, double count, double error);
  }

  private final Object[] items;
  private final long[] keys;
  private final double[] counts;
  private final double[] errors;
  private final KeyIndex index;
  private final CountHeap heap;
  private final int cells;

  /** Null until an item finds no place of its own: most processes never need it. */
  private double[] filter;

  private int size;

  /**
   * @param counters how many items are counted by name, at least 1
   * @param cells how many cells the others share; a power of two
   */
  HeavyHitters(int counters, int cells) {
    items = new Object[counters];
    keys = new long[counters];
    counts = new double[counters];
    errors = new double[counters];
    index = new KeyIndex(keys);
    heap = new CountHeap(counts);
    this.cells = cells;
  }

  /**
   * Counts an item.
   *
   * @param key its seeded hash
   * @param weight the most this adds; more than 0
   * @param error by how much less it may add
   */
  void add(T item, long key, double weight, double error) {
    int at = index.find(key);
    if (at >= 0) {
      counts[at] += weight;
      errors[at] += error;
      heap.grown(at);
      return;
    }
    double before = filtered(key);
    double most = before + weight;
    if (size < items.length) {
      insert(size++, item, key, most, before + error);
    } else if (most > counts[heap.lightest()]) {
      int lightest = heap.lightest();
      forget(lightest);
      insert(lightest, item, key, most, before + error);
    } else {
      filter(key, most);
    }
  }

  /** Takes an item in whose weight is known to be from {@code count − error} to {@code count}. */
  void put(T item, long key, double count, double error) {
    remove(key);
    if (size < items.length) {
      insert(size++, item, key, count, error);
    } else if (count > counts[heap.lightest()]) {
      int lightest = heap.lightest();
      forget(lightest);
      insert(lightest, item, key, count, error);
    } else {
      filter(key, Math.max(filtered(key), count));
    }
  }

  /** Forgets an item and its weight, if it is counted by name. */
  void remove(long key) {
    int at = index.find(key);
    if (at < 0) {
      return;
    }
    index.remove(at);
    heap.remove(at);
    int last = --size;
    if (at != last) {
      index.remove(last);
      keys[at] = keys[last];
      items[at] = items[last];
      errors[at] = errors[last];
      counts[at] = counts[last];
      heap.move(last, at);
      index.add(at);
    }
    items[last] = null;
  }

  /** The most an item can weigh, whether counted by name or not. */
  double most(long key) {
    int at = index.find(key);
    return at >= 0 ? counts[at] : filtered(key);
  }

  /** The least an item can weigh. */
  double least(long key) {
    int at = index.find(key);
    return at >= 0 ? counts[at] - errors[at] : 0;
  }

  /** The most that any item can weigh which is not counted by name. */
  double mostUnnamed() {
    double most = 0;
    if (filter != null) {
      for (double cell : filter) {
        most = Math.max(most, cell);
      }
    }
    return most;
  }

  @SuppressWarnings("unchecked")
  void forEach(Visitor<T> visitor) {
    for (int at = 0; at < size; at++) {
      visitor.visit((T) items[at], keys[at], counts[at], errors[at]);
    }
  }

  int size() {
    return size;
  }

  /** Multiplies every weight. */
  void scale(double factor) {
    for (int at = 0; at < size; at++) {
      counts[at] *= factor;
      errors[at] *= factor;
    }
    if (filter != null) {
      for (int cell = 0; cell < cells; cell++) {
        filter[cell] *= factor;
      }
    }
  }

  private void insert(int at, T item, long key, double count, double error) {
    items[at] = item;
    keys[at] = key;
    counts[at] = count;
    errors[at] = error;
    index.add(at);
    heap.add(at);
  }

  /** Its cell keeps what it weighed: it may come back, and so may others of the cell. */
  private void forget(int at) {
    filter(keys[at], Math.max(filtered(keys[at]), counts[at]));
    index.remove(at);
    heap.remove(at);
  }

  /** The most that the key can weigh if it is not counted by name. */
  private double filtered(long key) {
    return filter == null ? 0 : filter[cellOf(key)];
  }

  private void filter(long key, double most) {
    if (filter == null) {
      filter = new double[cells];
    }
    filter[cellOf(key)] = most;
  }

  /** Low bits; {@link KeyIndex} uses the high ones. */
  private int cellOf(long key) {
    return (int) key & cells - 1;
  }
}
