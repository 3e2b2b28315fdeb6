package io.heddle.agent.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.policy.Policies;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContextEndsTest {
  private static final long TEN_MINUTES = Duration.ofMinutes(10).toNanos();

  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final CurrentPolicy policy = new CurrentPolicy(Policy.DEFAULT);
  private final List<Outliving> outlived = new ArrayList<>();
  private final ContextEnds ends =
      new ContextEnds(tenants.none(), policy, (how, task) -> outlived.add(how));
  private final ThreadState thread = new CurrentThread().state();
  private final TenantContext acme =
      new TenantContext(tenants.intern("acme"), 1, 2, 3, (byte) 0, "");
  private final long now = System.nanoTime();

  @BeforeEach
  void worksForAcme() {
    thread.attach(acme);
  }

  @Test
  void aRequestThatIsServedIsItsTenants() {
    assertThat(ends.current(thread, now + 100 * TEN_MINUTES)).isSameAs(acme);
    assertThat(ends.handedOver(thread, "")).isSameAs(acme);
    assertThat(ends.handedOn(thread)).isSameAs(acme);
    assertThat(outlived).isEmpty();
  }

  @Test
  void aThreadWithoutAContextHandsOverNone() {
    thread.attach(null);
    assertThat(ends.current(thread, now)).isNull();
    assertThat(ends.handedOver(thread, "")).isNull();
    assertThat(ends.handedOn(thread)).isNull();
  }

  @Test
  void aTaskThatWasBegunInTimeIsItsTenantsUntilTheBound() {
    acme.ended(now);
    assertThat(ends.current(thread, now + TEN_MINUTES - 1)).isSameAs(acme);
    assertThat(outlived).isEmpty();
    TenantContext beyond = ends.current(thread, now + TEN_MINUTES);
    assertThat(beyond.tenant().id()).isEqualTo("~none");
    assertThat(beyond.begunBy()).isSameAs(acme);
    assertThat(thread.context()).as("found once, and not at every call").isSameAs(beyond);
    assertThat(ends.current(thread, now + 2 * TEN_MINUTES)).isSameAs(beyond);
    assertThat(outlived).containsExactly(Outliving.BEYOND_BOUND);
  }

  @Test
  void aNewBoundHoldsForWhatIsRunning() {
    acme.ended(now);
    policy.replace(Policies.lingering(Duration.ofHours(1)));
    assertThat(ends.current(thread, now + TEN_MINUTES)).isSameAs(acme);
    policy.replace(Policies.lingering(Duration.ofSeconds(1)));
    assertThat(ends.current(thread, now + TEN_MINUTES).begunBy()).isSameAs(acme);
  }

  @Test
  void withABoundOfZeroNothingLingers() {
    policy.replace(Policies.lingering(Duration.ZERO));
    assertThat(ends.current(thread, now)).isSameAs(acme);
    acme.ended(now);
    assertThat(ends.current(thread, now).begunBy()).isSameAs(acme);
  }

  @Test
  void whatIsHandedOverAfterTheEndIsNobodysFromTheFirstMomentOn() {
    acme.ended(now);
    TenantContext handed = ends.handedOver(thread, "");
    assertThat(handed.tenant().id()).isEqualTo("~none");
    assertThat(handed.begunBy()).isSameAs(acme);
    assertThat(thread.context()).as("the task itself goes on for its tenant").isSameAs(acme);
    assertThat(outlived).containsExactly(Outliving.BEGUN_AFTER_END);
  }

  @Test
  void whatItBeganHandsOverForTheSameRequest() {
    acme.ended(now);
    TenantContext handed = ends.handedOver(thread, "");
    thread.attach(handed);
    assertThat(ends.handedOver(thread, "")).isSameAs(handed);
    assertThat(ends.handedOn(thread)).isSameAs(handed);
    assertThat(ends.repeated(thread)).isSameAs(handed);
    assertThat(ends.current(thread, now + TEN_MINUTES)).isSameAs(handed);
    assertThat(outlived).as("told of once").hasSize(1);
  }

  @Test
  void whatIsHandedOnIsItsTenantsUntilTheBound() {
    acme.ended(System.nanoTime());
    assertThat(ends.handedOn(thread)).isSameAs(acme);
    policy.replace(Policies.lingering(Duration.ZERO));
    assertThat(ends.handedOn(thread).begunBy()).isSameAs(acme);
  }

  @Test
  void whatATaskForksIsItsTenantsWhileTheTaskRuns() {
    acme.ended(System.nanoTime());
    TenantContext part = ends.forked(thread);
    assertThat(part.tenant().id()).isEqualTo("acme");
    assertThat(part.traceIdLow()).isEqualTo(acme.traceIdLow());
    assertThat(ends.forked(thread)).isSameAs(part);
    ThreadState other = new CurrentThread().state();
    other.attach(part);
    assertThat(ends.forked(other)).as("of the same task").isSameAs(part);
    assertThat(ends.handedOver(other, "").begunBy()).isSameAs(acme);
    outlived.clear();
    assertThat(ends.current(other, now + TEN_MINUTES - 1)).isSameAs(part);

    TenantContext outer = thread.beginTask();
    thread.endTask(outer);
    assertThat(ends.current(other, now)).as("a task within it has ended").isSameAs(part);
    thread.endTask(null);
    assertThat(ends.current(other, now).begunBy()).isSameAs(acme);
    assertThat(outlived).containsExactly(Outliving.BEGUN_AFTER_END);
  }

  @Test
  void whatATaskForksWhileItsRequestIsServedIsHandedOverInTime() {
    assertThat(ends.forked(thread)).isSameAs(acme);
    acme.waits(now);
    assertThat(ends.forked(thread)).isSameAs(acme);
    thread.endTask(null);
    acme.ended(now);
    assertThat(ends.current(thread, now)).isSameAs(acme);
  }

  @Test
  void whatATaskForksIsNobodysBehindTheBound() {
    acme.ended(now);
    TenantContext part = ends.forked(thread);
    thread.attach(part);
    assertThat(ends.current(thread, now + TEN_MINUTES).begunBy()).isSameAs(acme);
    assertThat(ends.forked(thread).begunBy()).isSameAs(acme);
  }

  @Test
  void aRequestThatWaitsForAThreadIsServed() {
    acme.waits(now);
    assertThat(ends.current(thread, now + 3 * TEN_MINUTES)).isSameAs(acme);
    assertThat(ends.handedOver(thread, "")).isSameAs(acme);
    assertThat(outlived).isEmpty();
    acme.resumed(now + 1);
    assertThat(acme.isOpen()).isTrue();
  }

  @Test
  void aRequestOfWhichNothingMoreIsHeardDoesNotLastForEver() {
    acme.waits(now);
    long lost = now + TenantContext.LONGEST_WAIT_NANOS;
    assertThat(ends.current(thread, lost + TEN_MINUTES - 1)).isSameAs(acme);
    assertThat(ends.current(thread, lost + TEN_MINUTES).begunBy()).isSameAs(acme);
  }

  @Test
  void anEndIsFinal() {
    acme.ended(now);
    acme.waits(now + 1);
    acme.resumed(now + 2);
    assertThat(acme.isOpen()).isFalse();
    assertThat(acme.end()).isEqualTo(now);
  }

  @Test
  void anEndAtTheClocksZeroIsAnEnd() {
    acme.ended(0);
    assertThat(acme.isOpen()).isFalse();
  }

  @Test
  void aWorkerIsNobodysFromTheFirstWorkOfOthersOn() {
    ends.takesOtherWork(thread, "");
    assertThat(thread.context().begunBy()).isSameAs(acme);
    assertThat(outlived).containsExactly(Outliving.OTHER_WORK);
  }
}
