package io.heddle.audit.archive.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.tlog.TreeHash;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;

/**
 * Hashes the leaves of one log's records. A leaf does not say where in the ledger it stands, so
 * this can be done before anybody knows. One thread.
 */
public final class LeafHasher {
  private final byte[] node;
  private final long boot;
  private final LeafBytes bytes = new LeafBytes();
  private final TreeHash hash = new TreeHash();

  /** Hashes records of a run of a node. */
  public LeafHasher(String node, long boot) {
    this.node = node.getBytes(UTF_8);
    this.boot = boot;
  }

  /** Puts the hash of an operation, as it was captured, into an array. */
  public void operation(OperationRecord record, byte[] into, int at) {
    bytes.begin(node, boot, record.seq()).operation(record);
    hash.leaf(bytes.array(), bytes.length(), into, at);
  }

  /** Puts the hash of anything else into an array. */
  public void event(long seq, byte[] body, byte[] into, int at) {
    bytes.begin(node, boot, seq).body(body);
    hash.leaf(bytes.array(), bytes.length(), into, at);
  }
}
