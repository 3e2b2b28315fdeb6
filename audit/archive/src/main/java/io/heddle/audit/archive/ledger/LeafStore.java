package io.heddle.audit.archive.ledger;

import java.io.IOException;

/** Where the ledger's leaves come from; it knows them by their hashes alone. */
public interface LeafStore {
  /** How many leaves were committed. */
  long leaves();

  /** Hands over the hashes of leaves committed since; each once. */
  void drain(LeafSink sink) throws IOException;

  /** Hands over the hashes of all leaves from {@code from} on, from their records. */
  void replay(long from, LeafSink sink) throws IOException, LedgerException;

  /** Records and commits an event. */
  void record(LedgerEvent event) throws LedgerException;

  /** Makes all that was committed durable. */
  void makeDurable() throws LedgerException;
}
