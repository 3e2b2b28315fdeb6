package io.heddle.agent.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.tenant.TenantRegistry;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import org.junit.jupiter.api.Test;

class HandOversTest {
  private final CurrentThread threads = new CurrentThread();
  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final TenantContext acme = context("acme");
  private final TenantContext globex = context("globex");
  private final HandOvers handOvers = new HandOvers(threads, context("ambiguous"));
  private final Object task = new Object();

  /** Stands for a stage of a CompletableFuture. */
  private static final class Stage implements AsynchronousCompletionTask {}

  @Test
  void runsATaskForWhoeverHandedItOver() {
    handAs(acme, task);
    handOvers.taken(task);
    assertThat(threads.context()).isSameAs(acme);
    handOvers.idle();
    assertThat(threads.context()).isNull();
  }

  @Test
  void runsATaskTwiceForTheFirstHandOverOnly() {
    handAs(acme, task);
    handOvers.taken(task);
    handOvers.taken(new Object());
    handAs(acme, new Object()); // so that something waits
    handOvers.taken(task);
    assertThat(threads.context()).isNull();
  }

  @Test
  void goesBackToWhatTheThreadDidBefore() {
    handAs(acme, task);
    threads.state().attach(globex);
    Object token = handOvers.runs(task);
    assertThat(threads.context()).isSameAs(acme);
    handOvers.ran(token);
    assertThat(threads.context()).isSameAs(globex);
  }

  @Test
  void runsForNobodyWhatTwoHandedOver() {
    handAs(acme, task);
    handAs(globex, task);
    threads.state().attach(acme);
    Object token = handOvers.runs(task);
    assertThat(threads.context()).isNull();
    handOvers.ran(token);
    assertThat(threads.context()).isSameAs(acme);
  }

  @Test
  void forgetsATaskThatWasRefused() {
    handAs(acme, task);
    handOvers.refused(task);
    handOvers.taken(task);
    assertThat(threads.context()).isNull();
  }

  @Test
  void forgetsATaskThatNobodyHandsOverAnew() {
    handAs(acme, task);
    handAs(null, task);
    handOvers.taken(task);
    assertThat(threads.context()).isNull();
  }

  @Test
  void leavesAStageToWhoeverAddedIt() {
    Stage stage = new Stage();
    handAs(acme, stage);
    handAs(globex, stage); // completes the stage before
    handAs(null, stage);
    handOvers.taken(stage);
    assertThat(threads.context()).isSameAs(acme);
  }

  @Test
  void keepsTheContextOfAStageThatStillWaits() {
    Stage stage = new Stage();
    handAs(acme, stage);
    handOvers.ran(handOvers.mayRun(stage));
    Object token = handOvers.mayRun(stage);
    assertThat(threads.context()).isSameAs(acme);
    handOvers.ran(token);
    assertThat(threads.context()).isNull();
  }

  @Test
  void helpsAStageOfNobodyWithoutItsOwnContext() {
    threads.state().attach(acme);
    Object token = handOvers.executes(new Stage());
    assertThat(threads.context()).isNull();
    handOvers.ran(token);
    assertThat(threads.context()).isSameAs(acme);
  }

  @Test
  void callsATaskDirectlyWithItsOwnContext() {
    threads.state().attach(acme);
    assertThat(handOvers.executes(new Object())).isNull();
    assertThat(threads.context()).isSameAs(acme);
  }

  @Test
  void wrapsALambdaThatIsOneObjectForAll() {
    threads.state().attach(acme);
    Runnable wrapped = handOvers.shared((Runnable) HandOversTest::nothing);
    assertThat(wrapped).isNotNull();
  }

  @Test
  void wrapsNothingThatCouldBeToldApart() {
    threads.state().attach(acme);
    Object captured = new Object();
    assertThat(handOvers.shared((Runnable) captured::hashCode)).isNull();
    assertThat(handOvers.shared((Runnable & Serializable) HandOversTest::nothing)).isNull();
    assertThat(handOvers.shared(new Thread())).isNull();
  }

  @Test
  void wrapsNothingWhereThereIsNothingToCarry() {
    assertThat(handOvers.shared((Runnable) HandOversTest::nothing)).isNull();
    assertThat(handOvers.carried((Runnable) HandOversTest::nothing)).isNull();
  }

  @Test
  void restoresTheThreadWhenAWrappedTaskThrows() {
    threads.state().attach(acme);
    Runnable failing =
        handOvers.carried(
            (Runnable)
                () -> {
                  assertThat(threads.context()).isSameAs(acme);
                  throw new IllegalStateException("expected");
                });
    threads.state().attach(globex);
    assertThatThrownBy(failing::run).isInstanceOf(IllegalStateException.class);
    assertThat(threads.context()).isSameAs(globex);
  }

  private static void nothing() {}

  private void handAs(TenantContext context, Object what) {
    threads.state().attach(context);
    handOvers.handed(what);
    threads.state().attach(null);
  }

  private TenantContext context(String tenant) {
    return new TenantContext(tenants.intern(tenant), 1, 2, 3, (byte) 0, "");
  }
}
