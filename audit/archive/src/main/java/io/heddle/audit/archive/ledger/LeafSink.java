package io.heddle.audit.archive.ledger;

import java.io.IOException;

/** Takes the hashes of leaves, in their order. */
public interface LeafSink {
  /**
   * Takes some.
   *
   * @param hashes one behind the other, 32 bytes each
   * @param count how many
   */
  void append(byte[] hashes, int count) throws IOException;
}
