package io.heddle.agent.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.ContextEnds;
import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.Outliving;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkQueuesTest {
  private final CurrentThread threads = new CurrentThread();
  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final TenantContext acme = context("acme");
  private final TenantContext globex = context("globex");
  private final List<Outliving> outlived = new ArrayList<>();
  private final ContextEnds ends =
      new ContextEnds(
          tenants.none(), new CurrentPolicy(Policy.DEFAULT), (how, task) -> outlived.add(how));
  private final WorkQueues queues = new WorkQueues(threads, ends, context("several"));
  private final Object queue = new Object();

  @Test
  void aTaskThatTakesWorkOfAnotherRequestIsAWorker() {
    giveAs(globex);
    takeAs(acme, new Object());
    assertThat(threads.context().begunBy()).isSameAs(acme);
    assertThat(outlived).containsExactly(Outliving.OTHER_WORK);
  }

  @Test
  void aTaskThatTakesWorkOfSeveralRequestsIsAWorker() {
    giveAs(acme);
    takeAs(acme, new Object());
    assertThat(threads.context()).isSameAs(acme);
    giveAs(globex);
    takeAs(acme, new Object());
    assertThat(threads.context().begunBy()).isSameAs(acme);
  }

  @Test
  void aTaskThatTakesWhatItsOwnRequestHasPutThereIsNone() {
    giveAs(acme);
    acme.ended(System.nanoTime());
    threads.state().attach(acme);
    TenantContext later = ends.handedOver(threads.state(), "");
    giveAs(later);
    takeAs(acme, new Object());
    assertThat(threads.context()).isSameAs(acme);
  }

  @Test
  void aTaskThatTakesWhatThreadsOfNobodyPutThereIsNone() {
    giveAs(null);
    takeAs(acme, new Object());
    assertThat(threads.context()).isSameAs(acme);
  }

  @Test
  void aTaskThatFindsNothingIsNoWorker() {
    giveAs(globex);
    takeAs(acme, null);
    threads.state().attach(acme);
    queues.drained(queue, 0);
    assertThat(threads.context()).isSameAs(acme);
  }

  @Test
  void aTaskThatDrainsWorkOfAnotherRequestIsAWorker() {
    giveAs(globex);
    threads.state().attach(acme);
    queues.drained(queue, 3);
    assertThat(threads.context().begunBy()).isSameAs(acme);
  }

  @Test
  void aConnectionThatAnotherRequestHasGivenBackIsNoWork() {
    Object connection = new Object();
    giveAs(null);
    for (TenantContext request : List.of(globex, context("initech"), globex)) {
      threads.state().serve(this);
      takeAs(request, connection);
      giveAs(request);
    }
    threads.state().serve(null);
    takeAs(acme, connection);
    assertThat(threads.context()).isSameAs(acme);
  }

  @Test
  void aTextThatWasTakenBeforeIsWorkAgain() {
    giveAs(globex);
    takeAs(globex, "x");
    takeAs(context("initech"), "x");
    giveAs(context("initech"));
    takeAs(acme, "x");
    assertThat(threads.context().begunBy()).isSameAs(acme);
  }

  @Test
  void aThreadThatServesARequestStaysWithIt() {
    giveAs(globex);
    threads.state().serve(this);
    takeAs(acme, new Object());
    threads.state().serve(null);
    assertThat(threads.context()).isSameAs(acme);
  }

  @Test
  void aWorkerStaysOne() {
    giveAs(globex);
    takeAs(acme, new Object());
    TenantContext worker = threads.context();
    queues.taken(queue, new Object());
    assertThat(threads.context()).isSameAs(worker);
    assertThat(outlived).hasSize(1);
  }

  private void giveAs(TenantContext context) {
    threads.state().attach(context);
    queues.given(queue);
  }

  private void takeAs(TenantContext context, Object element) {
    threads.state().attach(context);
    queues.taken(queue, element);
  }

  private TenantContext context(String tenant) {
    return new TenantContext(tenants.intern(tenant), 1, 2, 3, (byte) 0, "");
  }
}
