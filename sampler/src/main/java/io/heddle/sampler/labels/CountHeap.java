package io.heddle.sampler.labels;

/** Positions of an array of counts, the lightest first: a binary heap that knows where each is. */
final class CountHeap {
  private final double[] counts;
  private final int[] heap;
  private final int[] places;
  private int size;

  /**
   * @param counts the counts by position; the heap reads them there
   */
  CountHeap(double[] counts) {
    this.counts = counts;
    this.heap = new int[counts.length];
    this.places = new int[counts.length];
  }

  /** The position with the smallest count; there must be one. */
  int lightest() {
    return heap[0];
  }

  void add(int position) {
    place(size, position);
    up(size++);
  }

  void remove(int position) {
    int hole = places[position];
    int last = heap[--size];
    if (hole < size) {
      place(hole, last);
      up(hole);
      down(places[last]);
    }
  }

  /** The count at that position has become larger. */
  void grown(int position) {
    down(places[position]);
  }

  /** What stood at position {@code from}, and its count, now stands at {@code to}. */
  void move(int from, int to) {
    place(places[from], to);
  }

  private void up(int start) {
    int at = start;
    int position = heap[at];
    while (at > 0 && counts[heap[(at - 1) / 2]] > counts[position]) {
      place(at, heap[(at - 1) / 2]);
      at = (at - 1) / 2;
    }
    place(at, position);
  }

  private void down(int start) {
    int at = start;
    int position = heap[at];
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && counts[heap[child + 1]] < counts[heap[child]]) {
        child++;
      }
      if (counts[heap[child]] >= counts[position]) {
        break;
      }
      place(at, heap[child]);
      at = child;
    }
    place(at, position);
  }

  private void place(int at, int position) {
    heap[at] = position;
    places[position] = at;
  }
}
