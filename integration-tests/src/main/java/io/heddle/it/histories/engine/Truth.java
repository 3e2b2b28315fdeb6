package io.heddle.it.histories.engine;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a history, as another connection saw it afterwards.
 *
 * @param effects by slot, how many rows appeared, changed or went
 * @param hasFailures whether a step was answered by an exception
 * @param broken an exception that no driver has thrown; empty if there was none
 * @param answers of the steps; empty if they were not asked for
 */
public record Truth(short[] effects, boolean hasFailures, String broken, List<String> answers) {
  /** Tells it. */
  public void write(DataOutput out) throws IOException {
    for (short effect : effects) {
      out.writeShort(effect);
    }
    out.writeBoolean(hasFailures);
    out.writeUTF(broken);
    out.writeShort(answers.size());
    for (String answer : answers) {
      out.writeUTF(answer);
    }
  }

  /** Hears it. */
  public static Truth read(DataInput in) throws IOException {
    short[] effects = new short[Slots.COUNT];
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      effects[slot] = in.readShort();
    }
    boolean hasFailures = in.readBoolean();
    String broken = in.readUTF();
    int count = in.readShort();
    List<String> answers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      answers.add(in.readUTF());
    }
    return new Truth(effects, hasFailures, broken, answers);
  }
}
