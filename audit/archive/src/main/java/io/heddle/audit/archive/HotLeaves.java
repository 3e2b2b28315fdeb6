package io.heddle.audit.archive;

import io.heddle.audit.archive.ledger.LeafSink;
import io.heddle.audit.archive.ledger.LeafStore;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.ledger.LedgerException;
import io.heddle.audit.archive.store.HotFile;
import java.io.IOException;
import java.sql.SQLException;

/** The hot file as the ledger sees it. Called between transactions alone. */
final class HotLeaves implements LeafStore {
  private static final long NO_LOG = 0;

  private final HotFile hot;

  HotLeaves(HotFile hot) {
    this.hot = hot;
  }

  @Override
  public long leaves() {
    return hot.leaves();
  }

  /** The first leaf whose record is in the hot file; behind the last if there is none. */
  long firstLeaf() throws LedgerException {
    try {
      return hot.firstLeaf();
    } catch (SQLException failure) {
      throw new LedgerException("the hot file cannot be read", failure);
    }
  }

  @Override
  public void drain(LeafSink sink) throws IOException {
    hot.drainLeaves(sink);
  }

  @Override
  public void replay(long from, LeafSink sink) throws IOException, LedgerException {
    try {
      hot.replayLeaves(from, sink);
    } catch (SQLException | ArchiveException failure) {
      throw new LedgerException(failure.getMessage(), failure);
    }
  }

  @Override
  public void record(LedgerEvent event) throws LedgerException {
    try {
      hot.record(NO_LOG, event);
      hot.commit();
    } catch (SQLException failure) {
      throw takenBack(failure);
    }
  }

  @Override
  public void makeDurable() throws LedgerException {
    try {
      hot.sync();
    } catch (SQLException failure) {
      throw new LedgerException("the hot file cannot be synced", failure);
    }
  }

  private LedgerException takenBack(SQLException failure) {
    try {
      hot.rollback();
    } catch (SQLException worse) {
      failure.addSuppressed(worse);
    }
    return new LedgerException("the hot file cannot be written", failure);
  }
}
