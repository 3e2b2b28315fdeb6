package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.jdbc.held.HeldWrite;
import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlStatement.Control;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.agent.jdbc.sql.SqlSyntax;
import io.heddle.agent.jdbc.sql.SqlText;
import io.heddle.agent.operation.Operation;
import io.heddle.audit.spool.Outcome;
import io.heddle.sampler.policy.Guarantee;

/**
 * Follows one physical connection and says of every write whether it was committed.
 *
 * <p>It claims COMMITTED or ROLLED_BACK only where the driver's own state, or a rule tried on that
 * database, says so; a transaction that ended without its end being seen is UNKNOWN. Holds no
 * strong reference to the connection. The methods are synchronized because an application may hand
 * a connection between threads; the lock is held for a few fields only, never while the driver
 * runs.
 */
public final class ConnectionState {
  private final TransactionRules rules;
  private final TransactionView view;
  private final OpenTransaction open;

  /** Null where a rollback undoes the writes to any table. */
  private final RollbackProof proof;

  private final Savepoints savepoints;
  private final SeveralStatements several;
  private final Transactions transactions;
  private final HeldWrite held;

  /** Rows changed before the write that runs; -1 if the driver does not count them. */
  private long changesBefore = -1;

  /** Counts the parts of transactions whose writes share their fate. */
  private long stretches = 1;

  /**
   * The most that a write of the transaction is promised; null for nothing more. Volatile, because
   * it is asked without the lock before every statement and commit; written under it.
   */
  private volatile Guarantee promised;

  /** Where the database can be asked what became of a transaction; null: not known yet. */
  private String database;

  /** What the driver has of warnings is of the last of several statements, not of this one. */
  private boolean isAmongSeveral;

  /** What the statement that runs does to a transaction in two phases; null if nothing. */
  private TwoPhase twoPhase;

  /**
   * The name under which the open transaction is prepared; null if it is not, or if its database
   * ends it here by preparing it. H2 keeps it on its connection.
   */
  private String preparedHere;

  /**
   * Whether a transaction is open is not known: what controls it has failed somewhere, and the
   * driver says nothing. What is written is UNKNOWN until a transaction is seen to begin or end.
   */
  private boolean isAdrift;

  ConnectionState(
      Dialect dialect,
      boolean autoCommit,
      TransactionProbe probe,
      Object holder,
      Transactions transactions) {
    this.rules = TransactionRules.of(dialect);
    this.transactions = transactions;
    this.held = transactions.held().place();
    this.view = new TransactionView(rules, probe, holder, autoCommit);
    this.proof = rules.mayKeepRows() ? new RollbackProof(transactions.proven()) : null;
    this.open = new OpenTransaction(transactions.sink(), transactions.numbers(), proof);
    this.savepoints = new Savepoints(rules.stacksSavepoints());
    this.several =
        new SeveralStatements(rules, view, open, this::controlAmong, this::end, this::drift);
  }

  /** The dialect that its database reads. */
  public Dialect dialect() {
    return rules.dialect();
  }

  /**
   * Whether a backslash escapes the next character of a plain text literal, as of {@link #enter}.
   */
  public synchronized boolean escapesByBackslash() {
    return view.escapesByBackslash();
  }

  /** How its texts are cut into tokens, as of {@link #enter}. */
  public SqlSyntax syntax() {
    return new SqlSyntax(rules.dialect(), escapesByBackslash());
  }

  /** Where its last write waits for its rows. */
  public HeldWrite held() {
    return held;
  }

  /** A call into the driver begins. What has ended since the last one ended unseen. */
  public synchronized void enter() {
    held.release(); // the application goes on without its rows, and what comes is recorded after it
    view.lookBefore();
    if (view.countsEnds()) {
      endAsCounted();
    } else if (view.hasEnded()) {
      conclude(Outcome.UNKNOWN);
    } else {
      doubtRevived(); // a question for metadata has failed, say
    }
    listen();
  }

  /**
   * A statement is about to run, behind {@link #enter}.
   *
   * @param phase what it does to a transaction in two phases; null if nothing
   */
  public synchronized void runs(TwoPhase phase) {
    twoPhase = phase;
    changesBefore = view.countsEnds() ? view.changes() : -1;
  }

  /** The only statement of a text succeeded; its operation learns its outcome. */
  public synchronized void succeeded(
      Operation operation, SqlStatement statement, boolean hasResultSet) {
    view.look();
    names(statement);
    listen(statement, hasResultSet);
    judge(operation, statement, hasResultSet);
    listen();
    endPrepared();
    seal();
  }

  /**
   * A text could not be prepared; where the database itself prepares it, that may doom the
   * transaction, and DuckDB's driver may have run some of its statements.
   */
  public synchronized void prepareFailed(SqlText text) {
    if (!view.isReadable() && !view.countsEnds() && rules.failureDooms()) {
      open.doubtAll();
    }
    ranWhilePrepared(text);
  }

  /** A text was prepared; DuckDB's driver runs all but the last of its statements for that. */
  public synchronized void ranWhilePrepared(SqlText text) {
    if (rules.dialect().runsWhenPrepared(text) && text.isControlling()) {
      end(Outcome.UNKNOWN);
      drift();
    }
  }

  /** All statements of a text, or runs of a batch, succeeded. */
  public synchronized void succeeded(Calls calls) {
    if (calls.isBatch() && calls.areWrites()) {
      view.lookAfterWrites();
    } else {
      view.look();
    }
    names(calls);
    view.isTold();
    several.succeeded(calls, isAdrift, mayHaveChangedRows());
    listen();
    seal();
  }

  /** What names of tables mean behind a statement, where some tables cannot roll back. */
  private void names(SqlStatement statement) {
    if (proof != null && (statement.isWrite() || isOfOtherNames(statement))) {
      proof.namesAreOf(view.server(), view.schema());
      proof.ran(statement);
    }
  }

  private void names(Calls calls) {
    for (Calls.One one : calls.all()) {
      names(one.statement());
    }
  }

  /** USE makes names mean other tables. */
  private static boolean isOfOtherNames(SqlStatement statement) {
    return !statement.isCertain() || statement.subject().verb().equals("USE");
  }

  /**
   * The only statement of a text failed.
   *
   * @param mayHaveWritten whether a part of it may have taken effect
   */
  public synchronized void failed(
      Operation operation, SqlStatement statement, Failure failure, boolean mayHaveWritten) {
    names(statement);
    if (failure.kind() == Failure.Kind.DONE) {
      view.look();
      if (rules.dialect() == Dialect.DERBY && !view.isOpen()) {
        operation.decided(Outcome.ROLLED_BACK);
      } else {
        judge(operation, statement, false);
      }
    } else {
      boolean wasTransactional = !view.commitsByItself() && !isAdrift;
      view.lookAfterFailure();
      view.mayHaveSwitched();
      doubtRevived();
      endAsFailed(statement, failure);
      if (statement.isWrite()) {
        judgeFailed(operation, statement, failure, mayHaveWritten, wasTransactional);
      }
      view.doubtEnd();
      mayBeOpen(wasTransactional);
    }
    seal();
  }

  /** A text of several statements failed, or a batch did. */
  public synchronized void failed(Calls calls, Failure failure) {
    names(calls);
    if (failure.kind() == Failure.Kind.DONE) {
      view.look();
      several.succeeded(calls, isAdrift, mayHaveChangedRows());
    } else {
      boolean wasTransactional = !view.commitsByItself();
      view.lookAfterFailure();
      view.mayHaveSwitched();
      doubtRevived();
      if (calls.isControlling() || isAdrift || goesOnBehindDeadlock(failure)) {
        several.unknown(calls);
      } else {
        several.failed(calls, failure, mayHaveChangedRows());
        endAsFailed(calls.last(), failure);
        mayBeOpen(wasTransactional);
      }
      view.doubtEnd();
    }
    seal();
  }

  /**
   * Behind a failure in a transaction that had failed before, pgjdbc with {@code autosave} goes
   * back to a savepoint of its own, which may be older than writes that succeeded.
   */
  private void doubtRevived() {
    if (view.wasAborted() && view.isOpen() && !view.isAborted()) {
      open.doubtAll();
    }
  }

  /** A call that failed may have begun the transaction that a part of it has written in. */
  private void mayBeOpen(boolean wasTransactional) {
    if (wasTransactional && open.hasWrites()) {
      view.mayBeOpen();
    }
  }

  /** Whether a write of the open transaction is promised more than to survive the process. */
  public boolean isPromised() {
    return promised != null;
  }

  /** What has to be durable before the transaction commits; null if nothing has to be, or is. */
  synchronized Intent intent() {
    return open.intent();
  }

  /** That is durable now. */
  synchronized void intended(Intent durable) {
    open.intended(durable);
  }

  /** Whether a statement may commit the open transaction, in whatever way. */
  public synchronized boolean mayCommit(SqlStatement statement) {
    return rules.mayCommit(statement)
        && (statement.control() != Control.RELEASE || view.isBegunBySavepoint());
  }

  /** Whether a write is committed when it returns, as far as can be told before. */
  public synchronized boolean commitsByItself(SqlStatement write) {
    return view.commitsByItself() || rules.certainlyCommits(write);
  }

  /** The number of a transaction for a write that commits by itself. */
  long ownTransaction() {
    return transactions.numbers().incrementAndGet();
  }

  /** Whether the database can tell its ID of the open transaction: one that failed cannot. */
  synchronized boolean canBeAsked() {
    return rules.dialect() == Dialect.POSTGRESQL && view.isOpen() && !view.isAborted();
  }

  /** Where the database can be asked what became of a transaction; null: not known yet. */
  synchronized String database() {
    return database;
  }

  /** Where the database can be asked what became of a transaction; empty: nowhere. */
  synchronized void database(String address) {
    database = address;
  }

  /**
   * A number for the part of the open transaction whose writes share their fate, between
   * savepoints; 0 while each write commits by itself.
   */
  public synchronized long stretch() {
    return view.commitsByItself() ? 0 : stretches;
  }

  /** {@code commit()} succeeded. */
  public synchronized void committed() {
    view.look();
    view.isTold();
    conclude(confirmed());
    isAdrift = false;
    view.endedByCall();
    listen();
  }

  /** {@code commit()} failed. */
  public synchronized void commitFailed(Failure failure) {
    view.lookAfterFailure();
    view.mayHaveSwitched();
    endAsCommitFailed(failure);
    view.doubtEnd();
  }

  /** {@code rollback()} succeeded. */
  public synchronized void rolledBack() {
    view.look();
    view.isTold();
    conclude(undone());
    isAdrift = false;
    view.endedByCall();
    listen();
  }

  /** {@code rollback()} failed. */
  public synchronized void rollbackFailed() {
    savepointFailed();
    if (rules.dialect() == Dialect.DUCKDB) {
      end(Outcome.UNKNOWN); // there is none, or a commit inside has failed
    }
  }

  /** A statement was closed, and with it a result set that may have kept a write from its end. */
  public synchronized void statementClosed() {
    if (!open.hasWrites()) {
      return;
    }
    if (view.countsEnds()) {
      view.lookBefore();
      endAsCounted();
    } else if (view.tellsEnds()) {
      view.lookBefore();
      if (view.hasEnded()) {
        conclude(Outcome.UNKNOWN);
      }
    }
  }

  /** The connection was closed: whatever is open ends as the database ends it. */
  public synchronized void closed() {
    held.release();
    view.look();
    if (view.countsEnds()) {
      endAsCounted();
    }
    if (view.endedAs() != null) {
      end(view.endedAs());
    } else {
      // Jaybird says how it ends them; what it does not is prepared, or of a session that lives on.
      boolean goesOn =
          view.tellsEnds() || rules.dialect() == Dialect.FIREBIRD && view.isAutoCommit();
      end(goesOn ? Outcome.UNKNOWN : rules.outcomeOfClose());
    }
  }

  /** {@code setAutoCommit} succeeded; switching it on commits, as JDBC says. */
  public synchronized void autoCommitSet(boolean on) {
    boolean wasOff = !view.isAutoCommit();
    view.look();
    if (view.countsEnds()) {
      endAsCounted();
      if (on && wasOff) {
        end(Outcome.COMMITTED); // of one that changed nothing no end is counted
      }
    } else if (view.isReadable() ? view.hasEnded() : on && wasOff) {
      conclude(confirmed());
    }
    isAdrift &= on != wasOff; // drivers do nothing where it does not change
    if (on == wasOff) {
      view.autoCommit(on);
    }
    open.warnsNoMore();
    view.isTold();
    listen();
  }

  /** {@code setTransactionIsolation} has returned. Derby commits for it, and H2 may. */
  public synchronized void isolationSet() {
    view.look();
    if (!view.countsEnds() && view.hasEnded()) {
      boolean isCommit = rules.dialect() == Dialect.DERBY || rules.dialect() == Dialect.H2;
      conclude(isCommit ? Outcome.COMMITTED : Outcome.UNKNOWN);
    }
  }

  /**
   * A savepoint could not be set, released or gone back to. DuckDB has none, and its driver refuses
   * without a word to the database.
   */
  public synchronized void savepointFailed() {
    view.lookAfterFailure();
    view.mayHaveSwitched();
    doubtRevived();
    if (view.countsEnds()) {
      endAsCounted();
      view.doubtEnd();
    } else {
      endUntold();
    }
  }

  /** {@code setAutoCommit} failed. */
  public synchronized void autoCommitFailed() {
    rollbackFailed();
  }

  /** {@code key} is the name that SQL knows the savepoint by, or the driver's object. */
  public synchronized void savepointSet(Object key) {
    view.look();
    endUntold();
    view.savepointSet();
    stretches++;
    savepoints.set(key, open.nextOrdinal(), view.position());
  }

  /** {@code rollback(savepoint)} succeeded. */
  public synchronized void rolledBackTo(Object key) {
    view.look();
    endAsTold();
    undoTo(key);
    endUntold();
  }

  /** {@code releaseSavepoint} succeeded. */
  public synchronized void savepointReleased(Object key) {
    view.look();
    endUntold();
    release(key);
  }

  /** Ends what the driver has heard to be over although no call and no word has ended it. */
  private void listen() {
    if (view.isContradicted()) {
      if (view.heardAutoCommit()) {
        end(Outcome.UNKNOWN);
      }
      view.listen();
    }
  }

  /** Takes what the driver has heard of auto-commit from a statement that was not told to. */
  private void listen(SqlStatement statement, boolean hasResultSet) {
    if (hasResultSet) {
      if (rules.mayCommitByItself(statement)) {
        view.mayHaveSwitched(); // H2 tells of auto-commit with update counts only
      }
      return;
    }
    if (view.isContradicted() && statement.control() == Control.NONE) {
      if (view.heardAutoCommit()) {
        // DDL of H2 2.5 leaves auto-commit as it was; that of other versions has committed here.
        boolean isCommit = !view.mayBeOld() && rules.commitsAlone(statement);
        end(isCommit ? Outcome.COMMITTED : Outcome.UNKNOWN);
      }
      view.listen();
    }
    view.isTold();
  }

  /** One statement that succeeded, between two readings. */
  private void judge(Operation operation, SqlStatement statement, boolean hasResultSet) {
    if (statement.control() != Control.NONE) {
      endBefore(statement.control());
      control(statement);
      if (statement.control() == Control.ROLLBACK_TO) {
        endUntold();
      }
    } else if (view.countsEnds()) {
      endAsCounted();
    } else if (view.hasEnded()) {
      conclude(endOf(statement));
    } else if (endsPreparedHere()) {
      endPreparedHere();
    } else if (!view.isReadable() && rules.commitsAlone(statement)) {
      boolean goesOn = view.isBegunBySql() && view.hearsAutoCommit() && !view.heardAutoCommit();
      end(Outcome.COMMITTED);
      if (goesOn) {
        view.begunBySql(); // H2 begins anew behind DDL
      }
    } else if (mayHaveEndedUnseen(statement)) {
      open.mayBeCommitted(isFurther(statement));
      if (TransactionRules.runsCode(statement) || !statement.isCertain()) {
        open.doubtAll();
      }
    }
    if (statement.isWrite()) {
      attribute(operation, statement, hasResultSet);
    }
  }

  /**
   * A statement that controls transactions may find one that it has to end first: with auto-commit
   * on, Jaybird commits an INSERT whose rows are still being read before it runs anything else, and
   * SQLite one whose rows were still to be read from the same statement.
   */
  private void endBefore(Control control) {
    if (view.countsEnds()) {
      if (control == Control.BEGIN || control == Control.SAVEPOINT) {
        endAsCounted(); // neither ends one itself
      }
      return;
    }
    switch (control) {
      case BEGIN, AUTOCOMMIT_ON -> {
        if (view.hasEnded()) {
          conclude(confirmed());
        }
      }
      case SAVEPOINT, RELEASE, AUTOCOMMIT_OFF -> endUntold();
      case ROLLBACK_TO -> endAsTold();
      case COMMIT, ROLLBACK, PREPARE, NONE -> {}
    }
  }

  /** The transaction is over if the driver says how it has ended. */
  private void endAsTold() {
    if (view.endedAs() != null) {
      end(view.endedAs());
    }
  }

  /** The transaction is over if the driver says so, by something that ends none. */
  private void endUntold() {
    if (view.hasEnded()) {
      conclude(Outcome.UNKNOWN);
    }
  }

  /** How a statement that succeeded, and was not told to, has ended the transaction. */
  private Outcome endOf(SqlStatement statement) {
    if (TransactionRules.runsCode(statement) && !rules.commitsBeforeItsCode(statement)) {
      return Outcome.UNKNOWN;
    }
    // ROLLBACK TRANSACTION of H2 names one that was prepared on this connection.
    return statement.subject().verb().equals("ROLLBACK") ? Outcome.ROLLED_BACK : Outcome.COMMITTED;
  }

  private boolean mayHaveEndedUnseen(SqlStatement statement) {
    if (!statement.isCertain() && !view.isReadable()) {
      return true; // what could not be read may be control, too
    }
    if (TransactionRules.runsCode(statement)) {
      return rules.codeMayCommit(statement) && !view.tellsTransactions();
    }
    return !view.isReadable() && rules.mayCommitByItself(statement);
  }

  /**
   * Whether what is written behind a statement that may have committed may commit by itself: not
   * where auto-commit is known to be off, nor where nothing was open to be committed.
   */
  private boolean isFurther(SqlStatement statement) {
    boolean isKnown = statement.isCertain() && !TransactionRules.runsCode(statement);
    boolean staysOpen = view.hearsAutoCommit() || !view.isAutoCommit() || !view.wasOpen();
    return statement.isWrite() || !isKnown || !staysOpen;
  }

  private void attribute(Operation operation, SqlStatement statement, boolean hasResultSet) {
    boolean isCommitted;
    if (view.countsEnds()) {
      // SQLite commits INSERT … RETURNING when its result set has been read, and counts that.
      // One that is counted before is of a schema that was read anew.
      boolean isRead = hasResultSet && !hasChangedRows();
      // DDL that commits is counted, unless it found nothing to do.
      boolean mayBeOpen = view.hasDoubtfulEnd() && statement.effect() == Effect.DDL;
      boolean isOver = !view.isOpen() && !mayBeOpen && !hasResultSet && !open.hasWrites();
      isCommitted = view.commits() > 0 && !isRead || isOver && !hasChangedRows();
    } else {
      isCommitted = !view.isOpen() || !view.isReadable() && rules.commitsAlone(statement);
    }
    boolean isUnheard = hasResultSet && view.hearsAutoCommit() && view.mayBeOld();
    if (isUnheard || isAdrift) {
      operation.decided(Outcome.UNKNOWN); // whether it is part of a transaction is not known
    } else if (isCommitted) {
      operation.decided(Outcome.COMMITTED);
    } else if (rules.isLasting(statement)) {
      open.joinLasting(operation);
    } else {
      open.join(operation, hasChangedARow(operation, statement));
    }
  }

  /**
   * Whether a statement that succeeded has certainly changed a row of its table: an UPDATE counts
   * rows that it has found as they should be.
   */
  private boolean hasChangedARow(Operation operation, SqlStatement statement) {
    if (proof == null || !statement.isCertain() || !statement.further().isEmpty()) {
      return false;
    }
    return statement.insertsOneRow()
        || operation.rows() > 0
            && switch (statement.subject().verb()) {
              case "DELETE", "REPLACE" -> true;
              default -> false;
            };
  }

  /** What one of several statements has done that controls the transaction. */
  private void controlAmong(SqlStatement statement) {
    isAmongSeveral = true;
    try {
      control(statement);
    } finally {
      isAmongSeveral = false;
    }
  }

  /** What a statement that controls the transaction has done, as one of several or alone. */
  private void control(SqlStatement statement) {
    switch (statement.control()) {
      case BEGIN -> {
        if (rules.beginCommits()) {
          end(confirmed());
        }
        view.begunBySql();
        isAdrift = false;
      }
      case COMMIT -> {
        boolean wasBegun = view.isBegunBySql();
        conclude(confirmed());
        endedBySql(statement, wasBegun);
      }
      case ROLLBACK -> {
        boolean wasBegun = view.isBegunBySql();
        conclude(undone());
        endedBySql(statement, wasBegun);
      }
      case SAVEPOINT -> {
        view.savepointSet();
        stretches++;
        savepoints.set(statement.savepoint(), open.nextOrdinal(), view.position());
      }
      case ROLLBACK_TO -> undoTo(statement.savepoint());
      case RELEASE -> release(statement.savepoint());
      case PREPARE -> prepare();
      case AUTOCOMMIT_ON -> {
        if (!view.isReadable() && !view.isAutoCommit()) {
          end(confirmed());
        }
        view.autoCommit(true);
        open.warnsNoMore();
      }
      case AUTOCOMMIT_OFF -> {
        view.autoCommit(false);
        open.warnsNoMore();
      }
      case NONE -> {}
    }
  }

  private void endedBySql(SqlStatement statement, boolean wasBegun) {
    view.endedBySql();
    isAdrift = false;
    if (wasBegun && rules.endSwitchesAutoCommitOn() && !view.isReadable()) {
      view.autoCommit(true);
    }
    if (statement.chains()) {
      view.begunBySql();
    } else if (rules.endInSqlFallsOut()) {
      view.fellOut(); // only its own commit() lets the driver begin the next one
    }
  }

  private void undoTo(Object key) {
    held.release();
    stretches++;
    int from = savepoints.rollBackTo(key);
    if (from < 0) {
      open.doubtAll(); // undone back to a point that was not seen
    } else if (isAmongSeveral) {
      open.undoneUnwatched(from);
    } else {
      open.undoneFrom(from, view.hasWarnings());
    }
  }

  private void release(Object key) {
    if (!rules.releaseKeeps()) {
      savepoints.release(key);
    }
    if (view.countsEnds() && view.commits() > 0) {
      end(Outcome.COMMITTED);
    } else if (view.isBegunBySavepoint() && savepoints.isEmpty()) {
      releaseLast();
    }
  }

  /** The savepoint that had begun the transaction is released, which commits. */
  private void releaseLast() {
    if (!view.countsEnds()) {
      end(Outcome.COMMITTED);
    } else if (!open.hasWrites() && !view.hasDoubtfulEnd()) {
      end(Outcome.COMMITTED); // of a transaction that changed nothing no end is counted
      view.fellOut(); // with auto-commit off the driver begins no other
    }
  }

  /** First phase of a distributed commit: its outcome is decided later, perhaps elsewhere. */
  private void prepare() {
    boolean isXa = rules.mayKeepRows();
    if (view.isReadable() && view.isOpen() && !isXa) {
      return; // H2 commits it on the same connection
    }
    if (view.hearsAutoCommit()) {
      preparedHere = twoPhase == null ? SqlStatement.UNREAD : twoPhase.name();
      return;
    }
    if (view.wasAborted()) {
      end(Outcome.ROLLED_BACK); // PostgreSQL answers with a quiet rollback, as to a COMMIT
      return;
    }
    if (isXa && twoPhase != null && twoPhase.phase() == TwoPhase.Phase.ROLLBACK) {
      end(undone()); // what was prepared is no longer open here
      return;
    }
    if (twoPhase != null && twoPhase.phase() == TwoPhase.Phase.PREPARE) {
      PreparedTransactions.Prepared writes = open.prepared();
      if (writes != null) {
        transactions.prepared().prepared(twoPhase.name(), writes);
      }
    }
    end(Outcome.UNKNOWN);
  }

  /** Whether a transaction is open is not known any more, unless the driver says it. */
  private void drift() {
    isAdrift = !view.isReadable() && !view.countsEnds() && !view.hearsAutoCommit();
  }

  /** Whether the statement is the second phase of a transaction that stays on its connection. */
  private boolean endsPreparedHere() {
    return view.hearsAutoCommit() && twoPhase != null && twoPhase.phase() != TwoPhase.Phase.PREPARE;
  }

  private void endPreparedHere() {
    if (twoPhase.name().equals(preparedHere)) {
      boolean isCommit = twoPhase.phase() == TwoPhase.Phase.COMMIT;
      end(isCommit ? Outcome.COMMITTED : Outcome.ROLLED_BACK);
    } else { // one of the past, or this one by its name in another spelling
      open.mayBeCommitted(true);
      open.doubtAll();
    }
  }

  /** The second phase of a commit, of a transaction that perhaps another connection has begun. */
  private void endPrepared() {
    if (twoPhase != null && twoPhase.phase() != TwoPhase.Phase.PREPARE) {
      boolean isCommit = twoPhase.phase() == TwoPhase.Phase.COMMIT;
      transactions
          .prepared()
          .ended(twoPhase.name(), isCommit ? Outcome.COMMITTED : Outcome.ROLLED_BACK);
    }
  }

  /** SQLite says that transactions have ended, and how many in which way. */
  private void endAsCounted() {
    if (view.commits() > 0 && view.rollbacks() > 0) {
      end(Outcome.UNKNOWN);
      view.fellOut();
    } else if (view.rollbacks() > 0) {
      end(Outcome.ROLLED_BACK);
      view.fellOut();
    } else if (view.commits() > 0) {
      end(Outcome.COMMITTED);
      view.fellOut();
    }
  }

  /** What a failed statement has done to the transaction that was open. */
  private void endAsFailed(SqlStatement statement, Failure failure) {
    if (statement.control() == Control.COMMIT) {
      endAsCommitFailed(failure);
    } else if (view.countsEnds()) {
      if (view.rollbacks() > 0) {
        end(Outcome.ROLLED_BACK);
        view.fellOut();
      } else {
        endAsCounted();
      }
    } else if (view.hasEnded()) {
      conclude(endOfFailed(statement, failure));
    } else if (failure.kind() == Failure.Kind.ROLLED_BACK && isUndoneByDeadlock(statement)) {
      end(Outcome.ROLLED_BACK);
    } else if (!view.isReadable() || isStale()) {
      if (rules.failureDooms() || failure.kind() == Failure.Kind.ROLLED_BACK) {
        open.doubtAll();
      }
      if (rules.mayCommitByItself(statement)) {
        open.mayBeCommitted(true);
      }
    }
  }

  /**
   * MariaDB and MySQL undo a deadlock's victim whole, and their drivers hear nothing of it. So does
   * H2, unless a query fails.
   */
  private boolean isUndoneByDeadlock(SqlStatement statement) {
    return isStale() || view.hearsAutoCommit() && statement.isWrite() && isOfTable(statement);
  }

  private static boolean isOfTable(SqlStatement statement) {
    return switch (statement.subject().verb()) {
      case "INSERT", "UPDATE", "DELETE", "MERGE" -> true;
      default -> false;
    };
  }

  /** H2 goes on with a batch behind the entry that was undone with all before it. */
  private boolean goesOnBehindDeadlock(Failure failure) {
    return view.hearsAutoCommit() && failure.kind() == Failure.Kind.ROLLED_BACK;
  }

  private boolean isStale() {
    return rules.dialect() == Dialect.MARIADB || rules.dialect() == Dialect.MYSQL;
  }

  private Outcome endOfFailed(SqlStatement statement, Failure failure) {
    if (failure.kind() == Failure.Kind.ROLLED_BACK) {
      return Outcome.ROLLED_BACK;
    }
    // H2 and HSQLDB commit before they try DDL; whatever else ends a transaction is not known.
    boolean isDdl = statement.effect() == Effect.DDL && rules.ddlCommits();
    return isDdl && failure.kind() == Failure.Kind.UNDONE ? Outcome.COMMITTED : Outcome.UNKNOWN;
  }

  private void endAsCommitFailed(Failure failure) {
    if (failure.kind() == Failure.Kind.LOST) {
      end(Outcome.UNKNOWN);
    } else if (view.countsEnds()) {
      if (view.rollbacks() > 0) {
        end(Outcome.ROLLED_BACK);
        view.fellOut();
      } // else too busy: it may be tried again
    } else if (view.tellsEnds()) {
      if (view.hasEnded()) {
        conclude(Outcome.UNKNOWN);
      }
    } else if (view.isReadable() && !isStale()) {
      if (!view.isOpen()) {
        boolean isUndone =
            rules.dialect() == Dialect.POSTGRESQL || failure.kind() == Failure.Kind.ROLLED_BACK;
        end(isUndone ? Outcome.ROLLED_BACK : Outcome.UNKNOWN);
      }
    } else if (rules.dialect() == Dialect.POSTGRESQL) {
      end(Outcome.ROLLED_BACK);
    } else if (rules.dialect() != Dialect.SQLITE) {
      end(Outcome.UNKNOWN);
    }
  }

  /** A write that failed: undone by itself, with its transaction, or perhaps not at all. */
  private void judgeFailed(
      Operation operation,
      SqlStatement statement,
      Failure failure,
      boolean mayHaveWritten,
      boolean wasTransactional) {
    if (view.countsEnds() && view.commits() > 0) {
      operation.decided(Outcome.UNKNOWN); // half done, and committed by itself
    } else if (view.isAborted()) {
      operation.decided(Outcome.ROLLED_BACK);
    } else if (failure.kind() == Failure.Kind.LOST) {
      if (wasTransactional) {
        open.join(operation); // the server ends it, as at a close
      } else {
        operation.decided(Outcome.UNKNOWN);
      }
    } else if (mayHaveWritten
        || TransactionRules.runsCode(statement)
        || view.tellsPosition() && view.hasGrown()
        || hasChangedRows()
        || mayKeepRows(statement)) {
      if (wasTransactional) {
        open.joinDoubtful(operation);
      } else {
        operation.decided(Outcome.UNKNOWN);
      }
    } else {
      operation.decided(Outcome.ROLLED_BACK);
    }
  }

  private boolean mayHaveChangedRows() {
    return changesBefore < 0 || view.changes() != changesBefore;
  }

  /** A statement that fails at its second row keeps the first, in tables that cannot roll back. */
  private boolean mayKeepRows(SqlStatement statement) {
    return proof != null
        && !statement.insertsOneRow()
        && statement.effect() == Effect.WRITE
        && !proof.isProven(statement.subject().target());
  }

  /** A statement of SQLite may fail half done ({@code OR FAIL}). */
  private boolean hasChangedRows() {
    return changesBefore >= 0 && view.changes() != changesBefore;
  }

  /**
   * What a COMMIT that succeeded means. PostgreSQL answers it with a quiet rollback if a statement
   * of the transaction failed, and not every driver setting turns that into an exception.
   */
  private Outcome confirmed() {
    return view.wasAborted() ? Outcome.ROLLED_BACK : Outcome.COMMITTED;
  }

  /** MariaDB warns of tables that it could not roll back (1196). */
  private Outcome undone() {
    if (isAmongSeveral) {
      open.rolledBackUnwatched();
    } else {
      open.rolledBack(view.hasWarnings());
    }
    return Outcome.ROLLED_BACK;
  }

  /**
   * The transaction ended as the driver says, or else so.
   *
   * @param outcome what calls and words imply
   */
  private void conclude(Outcome outcome) {
    if (view.endedAs() != null) {
      end(view.endedAs());
    } else if (!view.isSuspended()) {
      end(outcome);
    }
  }

  private void end(Outcome outcome) {
    held.release();
    stretches++;
    open.end(outcome);
    promised = null;
    preparedHere = null;
    savepoints.clear();
    view.ended();
  }

  /** A further table that a statement writes shares its outcome. */
  public synchronized void follows(Operation further, Operation main) {
    if (main.outcome() != Outcome.PENDING || main.isAnnounced()) {
      further.decided(main.outcome());
    } else if (open.isDoubtful(main.ordinal())) {
      open.joinDoubtful(further);
    } else {
      open.join(further);
    }
    seal();
  }

  private void seal() {
    open.recorded();
    promised = open.promised();
  }
}
