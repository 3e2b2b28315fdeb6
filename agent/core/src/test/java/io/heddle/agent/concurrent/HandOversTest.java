package io.heddle.agent.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.agent.context.ContextEnds;
import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.Handing;
import io.heddle.agent.context.Outliving;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Policy;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandOversTest {
  private final CurrentThread threads = new CurrentThread();
  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final TenantContext acme = context("acme");
  private final TenantContext globex = context("globex");
  private final List<Outliving> outlived = new ArrayList<>();
  private final ContextEnds ends =
      new ContextEnds(
          tenants.none(), new CurrentPolicy(Policy.DEFAULT), (how, task) -> outlived.add(how));
  private final HandOvers handOvers = new HandOvers(threads, ends, context("ambiguous"));
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

  @Test
  void runsATaskThatWasHandedOverInTimeForItsTenantAfterTheEndOfTheRequest() {
    handAs(acme, task);
    acme.ended(System.nanoTime());
    handOvers.taken(task);
    assertThat(threads.context()).isSameAs(acme);
    assertThat(outlived).isEmpty();
  }

  @Test
  void runsForNobodyWhatATaskHandsOverAfterTheEndOfTheRequest() {
    acme.ended(System.nanoTime());
    handAs(acme, task);
    handOvers.taken(task);
    assertBegunBy(acme);
    assertThat(outlived).containsExactly(Outliving.BEGUN_AFTER_END);
    handOvers.handed(task);
    handOvers.idle();
    handOvers.taken(task);
    assertBegunBy(acme);
  }

  @Test
  void runsForNobodyAThreadThatIsMadeAfterTheEndOfTheRequest() throws Exception {
    acme.ended(System.nanoTime());
    TenantContext[] found = new TenantContext[1];
    Thread made = new Thread(() -> found[0] = threads.context());
    threads.state().attach(acme);
    handOvers.made(made);
    made.start();
    made.join();
    assertThat(found[0].begunBy()).isSameAs(acme);
  }

  @Test
  void wrapsWhatIsHandedOverAfterTheEndOfTheRequestForNobody() {
    acme.ended(System.nanoTime());
    threads.state().attach(acme);
    Runnable wrapped = handOvers.carried((Runnable) () -> assertBegunBy(acme));
    threads.state().attach(globex);
    wrapped.run();
    assertThat(threads.context()).isSameAs(globex);
  }

  @Test
  void forksForItsTenantAfterTheEndOfTheRequest() {
    acme.ended(System.nanoTime());
    threads.state().attach(acme);
    handOvers.forked(task);
    Object token = handOvers.executes(task); // it helps itself, while it waits
    assertThat(threads.context().tenant()).isSameAs(acme.tenant());
    handOvers.ran(token);
    assertThat(threads.context()).isSameAs(acme);
    assertThat(outlived).isEmpty();
  }

  @Test
  void runsForNobodyWhatATaskForksAgainAndAgain() {
    handAs(acme, task);
    acme.ended(System.nanoTime());
    Object token = handOvers.executes(task);
    handOvers.forked(task);
    handOvers.ran(token);
    for (int generation = 0; generation < 3; generation++) {
      token = handOvers.executes(task);
      assertThat(ends.current(threads.state(), System.nanoTime()).begunBy()).isSameAs(acme);
      handOvers.forked(task);
      handOvers.ran(token);
    }
    assertThat(outlived).containsExactly(Outliving.BEGUN_AFTER_END);
  }

  @Test
  void handsOnWhatADelayWasGivenInTime() {
    acme.ended(System.nanoTime());
    threads.state().attach(acme);
    handOvers.hands(Handing.ON);
    handOvers.handed(task);
    handOvers.hands(Handing.ANEW);
    threads.state().attach(null);
    handOvers.taken(task);
    assertThat(threads.context()).isSameAs(acme);
  }

  @Test
  void handsOnToAThreadOfItsOwnWhatADelayWasGivenInTime() throws Exception {
    acme.ended(System.nanoTime());
    threads.state().attach(acme);
    handOvers.hands(Handing.ON);
    TenantContext[] found = new TenantContext[2];
    Thread made = new Thread(() -> found[0] = threads.context());
    handOvers.made(made);
    Runnable carried = handOvers.carried((Runnable) () -> found[1] = threads.context());
    handOvers.hands(Handing.ANEW);
    made.start();
    made.join();
    carried.run();
    assertThat(found).containsExactly(acme, acme);
    assertThat(outlived).isEmpty();
  }

  @Test
  void prefersAGapIfOneTaskWasHandedOverInTimeAndAgainAfterTheEnd() {
    handAs(acme, task);
    acme.ended(System.nanoTime());
    handAs(acme, task);
    handOvers.taken(task);
    assertBegunBy(acme);
  }

  @Test
  void runsAPeriodicTaskForNobodyEachTime() throws Exception {
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
    try {
      Object periodic = pool.scheduleAtFixedRate(HandOversTest::nothing, 1, 1, TimeUnit.HOURS);
      Object once = pool.schedule((Callable<String>) () -> "", 1, TimeUnit.HOURS);
      handAs(acme, periodic);
      handAs(acme, once);
      handOvers.taken(once);
      assertThat(threads.context()).isSameAs(acme);
      for (int run = 0; run < 3; run++) {
        handOvers.idle();
        handOvers.taken(periodic);
        assertBegunBy(acme);
      }
      handOvers.refused(periodic);
      handOvers.idle();
      handOvers.taken(periodic);
      assertThat(threads.context()).isNull();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void runsForNobodyEachTimeWhatIsSaidToRepeat() {
    threads.state().attach(acme);
    handOvers.hands(Handing.AGAIN);
    handOvers.handed(task);
    handOvers.hands(Handing.ANEW);
    Object timed = new Object();
    handOvers.timed(timed, true);
    threads.state().attach(null);
    for (Object repeated : List.of(task, timed, task, timed)) {
      Object token = handOvers.runs(repeated);
      assertBegunBy(acme);
      handOvers.ran(token);
    }
  }

  @Test
  void runsATimersTaskThatRunsOnceForItsTenant() {
    threads.state().attach(acme);
    handOvers.timed(task, false);
    threads.state().attach(null);
    handOvers.taken(task);
    assertThat(threads.context()).isSameAs(acme);
  }

  private void assertBegunBy(TenantContext request) {
    assertThat(threads.context().begunBy()).isSameAs(request);
    assertThat(threads.context().tenant().id()).isEqualTo("~none");
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
