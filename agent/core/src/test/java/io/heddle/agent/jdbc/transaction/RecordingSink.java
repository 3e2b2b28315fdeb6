package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.Subject;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SyncFailure;
import io.heddle.sampler.policy.Guarantee;
import java.util.List;

/** Writes down what becomes of transactions, and answers as the test says. */
public final class RecordingSink implements OutcomeSink {
  private final List<String> story;
  public Guarantee promised;
  public SyncFailure failure;

  public RecordingSink(List<String> story) {
    this.story = story;
  }

  @Override
  public void decided(long transaction, int from, int to, Outcome outcome) {
    story.add(transaction + ":" + from + "-" + to + " " + outcome);
  }

  @Override
  public Guarantee promised(Subject subject) {
    return promised;
  }

  @Override
  public long mark() {
    story.add("mark");
    return 7;
  }

  @Override
  public void announce(Operation operation) {
    story.add(operation.transaction() + ":" + operation.ordinal() + " " + operation.outcome());
  }

  @Override
  public SyncFailure intend(Intent intent, DatabaseTransaction known) {
    story.add(intent.transaction() + ":0-" + intent.toOrdinal() + " intended");
    return failure;
  }

  @Override
  public String problem() {
    return "the test says so";
  }
}
