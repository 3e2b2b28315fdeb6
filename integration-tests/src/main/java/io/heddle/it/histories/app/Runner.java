package io.heddle.it.histories.app;

import io.heddle.it.histories.engine.Histories;
import io.heddle.it.histories.engine.History;
import io.heddle.it.histories.engine.Round;
import io.heddle.it.histories.engine.SourceKind;
import io.heddle.it.histories.engine.Truth;
import io.heddle.it.histories.step.Session;
import io.heddle.it.histories.step.Source;
import io.heddle.it.histories.step.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Runs histories one after the other, on sessions that are used again. */
final class Runner {
  /** A variant of the engine by one kind of source. */
  private record Lane(int variant, SourceKind source) {}

  private static final int MOST_ATTEMPTS = 6;
  private static final long PAUSE_NANOS = 500_000_000L;

  private final Histories catalogue;
  private final Sources sources;
  private final Tables tables;
  private final Marks marks;
  private final Map<Lane, Session> sessions = new HashMap<>();

  Runner(Histories catalogue, Sources sources, Tables tables, Marks marks) {
    this.catalogue = catalogue;
    this.sources = sources;
    this.tables = tables;
    this.marks = marks;
  }

  List<Truth> run(Round round) throws SQLException {
    List<History> histories = new ArrayList<>(round.requests().size());
    for (Round.Request request : round.requests()) {
      histories.add(request.of(catalogue));
    }
    prepare(histories);
    List<Run> runs = new ArrayList<>(histories.size());
    for (int number = 0; number < histories.size(); number++) {
      marks.historyBegins();
      History history = histories.get(number);
      Session session = session(new Lane(history.variant(), history.source()));
      runs.add(run(history, number, session, round.isTold()));
      if (round.group() > 0 && (number + 1) % round.group() == 0) {
        forgetSessions();
      }
    }
    sessions.values().removeIf(Runner::endsUnsettled);
    if (tables.areLocked()) {
      endSessions();
    }
    marks.roundEnds();
    short[][] effects = tables.read(histories);
    List<Truth> truths = new ArrayList<>(histories.size());
    for (int number = 0; number < histories.size(); number++) {
      Run run = runs.get(number);
      truths.add(new Truth(effects[number], run.hasFailures, run.broken, run.answers));
    }
    return truths;
  }

  /**
   * Again and again without what the last round may have left open: a server may only notice after
   * a while that a connection is gone, and undo what that has locked.
   */
  private void prepare(List<History> histories) throws SQLException {
    try {
      tables.prepare(histories);
      return;
    } catch (SQLException broken) {
      forgetSessions();
    }
    for (int attempt = 1; !isRebuilt(histories, attempt); attempt++) {
      endSessions();
      tables.endOthers();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private boolean isRebuilt(List<History> histories, int attempt) throws SQLException {
    try {
      tables.rebuild();
      tables.prepare(histories);
      return true;
    } catch (SQLException broken) {
      if (attempt == MOST_ATTEMPTS) {
        throw broken;
      }
      return false;
    }
  }

  /** What is open in a pool is neither committed nor undone until the pool is closed. */
  private static boolean endsUnsettled(Session session) {
    if (session.isUnsettled()) {
      session.end();
    }
    return session.isUnsettled();
  }

  /** Pools as well. */
  private void endSessions() {
    sessions.values().forEach(Session::end);
    sessions.clear();
  }

  /** Pools stay; they are as they were when a connection was last returned. */
  private void forgetSessions() {
    sessions.values().forEach(Session::discard);
  }

  private Session session(Lane lane) throws SQLException {
    Session session = sessions.get(lane);
    if (session == null) {
      Source source = sources.of(lane.source(), lane.variant());
      session = new Session(source, () -> other(lane.variant()));
      sessions.put(lane, session);
    }
    return session;
  }

  /** What deadlocks with a session has a connection of its own, from the driver. */
  private Session other(int variant) {
    try {
      return new Session(sources.of(SourceKind.DRIVER, variant), () -> null);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Run run(History history, int number, Session session, boolean isTold) {
    Run run = new Run();
    session.begin(number);
    for (Step step : history.steps()) {
      run.does(step, session, isTold);
    }
    session.settle();
    return run;
  }

  /** What was answered to one history. */
  private static final class Run {
    private final List<String> answers = new ArrayList<>();
    private boolean hasFailures;
    private String broken = "";

    void does(Step step, Session session, boolean isTold) {
      try {
        Object answer = step.run(session);
        if (isTold) {
          answers.add(String.valueOf(answer));
        }
      } catch (SQLException | RuntimeException | LinkageError | StackOverflowError refused) {
        hasFailures = true;
        session.mayControl(); // sqlite-jdbc may leave a transaction open that nobody began
        if (isTold) {
          answers.add(Session.shown(refused));
        }
        if (!(refused instanceof SQLException)) {
          breaks(refused);
        }
      }
    }

    /** Drivers throw what they like; only what comes from elsewhere is wrong. */
    private void breaks(Throwable thrown) {
      StackTraceElement[] stack = thrown.getStackTrace();
      if (stack.length > 0
          && stack[0].getClassName().startsWith("io.heddle.")
          && !stack[0].getClassName().startsWith("io.heddle.it.")) {
        broken = thrown + " at " + stack[0];
      }
    }
  }
}
