package io.heddle.it.histories.step;

import io.heddle.it.histories.step.XaStep.XaCall;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** The branches of one history, and what each has come to. */
final class XaBranches {
  private enum State {
    NONE,
    ACTIVE,
    SUSPENDED,
    ENDED,
    PREPARED,
    DONE
  }

  /** A branch's name, unique within the process. */
  private record Branch(int history, long serial, int number) implements Xid {
    @Override
    public int getFormatId() {
      return 4711;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return ByteBuffer.allocate(12).putInt(history).putLong(serial).array();
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {(byte) number};
    }
  }

  private static final int MOST = 2;

  private final XAResource resource;
  private final Xid[] names = new Xid[MOST];
  private final State[] states = {State.NONE, State.NONE};

  XaBranches(XAResource resource, int history) {
    this.resource = resource;
    long serial = System.nanoTime();
    for (int i = 0; i < MOST; i++) {
      names[i] = new Branch(history, serial, i + 1);
    }
  }

  String call(XaCall call, int branch) throws SQLException {
    if (!isDue(call, branch)) {
      return "not due";
    }
    try {
      states[branch] = act(call, names[branch]);
      return "done";
    } catch (XAException refused) {
      if (call == XaCall.PREPARE || refused.errorCode >= XAException.XA_RBBASE) {
        states[branch] = State.ENDED;
      }
      throw new SQLException("XA error " + refused.errorCode, "XA", refused.errorCode, refused);
    }
  }

  private boolean isDue(XaCall call, int branch) {
    State state = states[branch];
    return switch (call) {
      case START -> state == State.NONE && states[1 - branch] != State.ACTIVE;
      case END -> state == State.ACTIVE || state == State.SUSPENDED;
      case SUSPEND -> state == State.ACTIVE;
      case RESUME -> state == State.SUSPENDED && states[1 - branch] != State.ACTIVE;
      case PREPARE, COMMIT_ONE_PHASE -> state == State.ENDED;
      case COMMIT_PREPARED -> state == State.PREPARED;
      case ROLLBACK -> state == State.ENDED || state == State.PREPARED;
    };
  }

  private State act(XaCall call, Xid name) throws XAException {
    switch (call) {
      case START -> resource.start(name, XAResource.TMNOFLAGS);
      case END -> resource.end(name, XAResource.TMSUCCESS);
      case SUSPEND -> resource.end(name, XAResource.TMSUSPEND);
      case RESUME -> resource.start(name, XAResource.TMRESUME);
      case PREPARE -> {
        return resource.prepare(name) == XAResource.XA_RDONLY ? State.DONE : State.PREPARED;
      }
      case COMMIT_ONE_PHASE -> resource.commit(name, true);
      case COMMIT_PREPARED -> resource.commit(name, false);
      case ROLLBACK -> resource.rollback(name);
      default -> throw new IllegalStateException(call.toString());
    }
    return switch (call) {
      case START, RESUME -> State.ACTIVE;
      case END -> State.ENDED;
      case SUSPEND -> State.SUSPENDED;
      default -> State.DONE;
    };
  }

  /** Ends and rolls back what is left. */
  void settle() {
    for (int i = 0; i < MOST; i++) {
      if (!isDone(XaCall.END, i)) {
        states[i] = State.ENDED; // most often, and what is not ended cannot be rolled back
      }
      isDone(XaCall.ROLLBACK, i);
      states[i] = State.DONE; // the connection is closed after, which undoes what is not prepared
    }
  }

  private boolean isDone(XaCall call, int branch) {
    try {
      call(call, branch);
      return true;
    } catch (SQLException refused) {
      return false;
    }
  }
}
