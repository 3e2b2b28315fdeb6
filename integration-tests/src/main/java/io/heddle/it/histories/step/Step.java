package io.heddle.it.histories.step;

import java.sql.SQLException;
import java.util.List;

/** One thing that an application does with a connection. Immutable. */
public sealed interface Step
    permits AbortConnection,
        Again,
        Batch,
        ConnectionCall,
        Deadlock,
        LostDeadlock,
        ManySavepoints,
        OpenCursor,
        ReleaseSavepoint,
        Reopen,
        RollbackToSavepoint,
        SetSavepoint,
        Sql,
        XaStep {
  /**
   * Does it.
   *
   * @return what the driver answered, for a person
   * @throws SQLException what the driver answered instead
   */
  Object run(Session session) throws SQLException;

  /** As a line of pseudo-JDBC. */
  String shown();

  /** The slots that it writes; empty if none. Each step of a history has slots of its own. */
  default List<Integer> slots() {
    return List.of();
  }
}
