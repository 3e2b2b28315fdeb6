package io.heddle.agent.jdbc.held;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.Recorders;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.audit.spool.Layer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldWriteTest {
  private final CurrentThread threads = new CurrentThread();
  private final OperationRecorder recorder =
      Recorders.of(new TenantRegistry(10, () -> new byte[32]));
  private final List<Long> recorded = new ArrayList<>();
  private final HeldWrites writes = new HeldWrites((write, rows) -> recorded.add(rows));
  private final HeldWrite place = writes.place();

  @Test
  void aWriteIsRecordedOnceWithTheRowsThatWereTold() {
    Operation write = write();
    assertThat(place.hold(write)).isTrue();
    assertThat(recorded).isEmpty();
    place.tell(write, 3);
    place.tell(write, 4);
    place.release();

    assertThat(recorded).containsExactly(3L);
  }

  @Test
  void theRowsOfAWriteThatWaitsNoMoreAreNotThoseOfTheNext() {
    Operation first = write();
    place.hold(first);
    place.hold(write());
    place.tell(first, 3);

    assertThat(recorded).containsExactly(-1L);
    place.release();
    assertThat(recorded).containsExactly(-1L, -1L);
  }

  @Test
  void nothingWaitsLongerThanASecond() {
    place.hold(write());
    place.look(System.nanoTime());
    assertThat(recorded).isEmpty();
    place.look(System.nanoTime() + HeldWrites.LONGEST_NANOS + 1);
    assertThat(recorded).containsExactly(-1L);
  }

  @Test
  void aPlaceThatWasDismissedIsRegisteredAgain() {
    place.look(System.nanoTime());
    place.hold(write());
    writes.run();
    writes.releaseAll();

    assertThat(recorded).containsExactly(-1L);
  }

  @Test
  void moreConnectionsThanTheBoundRecordAtOnce() {
    for (int i = 0; i < HeldWrites.MOST; i++) {
      assertThat(writes.place().hold(write())).isTrue();
    }
    assertThat(place.hold(write())).isFalse();
    writes.releaseAll();
    assertThat(recorded).hasSize(HeldWrites.MOST);
  }

  private Operation write() {
    return recorder.call(Layer.JDBC, threads.state());
  }
}
