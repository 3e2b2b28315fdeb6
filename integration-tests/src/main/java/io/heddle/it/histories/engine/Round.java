package io.heddle.it.histories.engine;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Histories to run one after the other, as the application is told.
 *
 * @param group after so many histories all connections are closed, so that none depends on those of
 *     another group; 0: they are used again
 * @param isTold whether the answer says what each step was answered
 * @param requests what to run
 */
public record Round(int group, boolean isTold, List<Request> requests) {
  /** Most histories in a round: the application's tables have rows for so many. */
  public static final int MOST = 512;

  /**
   * A history.
   *
   * @param seed what it is drawn from, or its number in a catalogue
   * @param kept indices of the steps to run; null: all
   */
  public record Request(long seed, int[] kept) {
    /** The history itself. */
    public History of(Histories histories) {
      History whole = histories.history(seed);
      return kept == null ? whole : whole.only(kept);
    }
  }

  /** All histories of so many seeds, on connections that are used again. */
  public static Round of(long firstSeed, int count) {
    List<Request> requests = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      requests.add(new Request(firstSeed + i, null));
    }
    return new Round(0, false, requests);
  }

  /** Tells the application. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(requests.size());
    out.writeInt(group);
    out.writeBoolean(isTold);
    for (Request request : requests) {
      out.writeLong(request.seed());
      out.writeInt(request.kept() == null ? -1 : request.kept().length);
      for (int index : request.kept() == null ? new int[0] : request.kept()) {
        out.writeInt(index);
      }
    }
  }

  /** Hears what to run. */
  public static Round read(DataInput in) throws IOException {
    int count = in.readInt();
    int group = in.readInt();
    boolean isTold = in.readBoolean();
    List<Request> requests = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long seed = in.readLong();
      int length = in.readInt();
      int[] kept = length < 0 ? null : new int[length];
      for (int k = 0; k < length; k++) {
        kept[k] = in.readInt();
      }
      requests.add(new Request(seed, kept));
    }
    return new Round(group, isTold, requests);
  }
}
