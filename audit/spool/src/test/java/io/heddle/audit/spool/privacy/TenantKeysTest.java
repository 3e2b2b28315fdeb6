package io.heddle.audit.spool.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TenantKeysTest {
  private static final RecordBinding RECORD = new RecordBinding(1, 2);

  private final List<WrappedKey> recorded = Collections.synchronizedList(new ArrayList<>());
  private boolean isFull;

  @Test
  void recordsAKeyOnceAndBeforeItIsUsed() throws Exception {
    TenantKeys keys = keys(100);
    SealedDetail first = keys.seal("acme", RECORD, new byte[] {1});
    SealedDetail second = keys.seal("acme", RECORD, new byte[] {2});
    SealedDetail other = keys.seal("globex", RECORD, new byte[] {3});

    assertThat(recorded).hasSize(2);
    assertThat(first.key()).isEqualTo(second.key()).isNotEqualTo(other.key());
    assertThat(recorded.get(0).origin()).isEqualTo(new KeyOrigin("acme", "node-1", 9, 77, 0));
    assertThat(master().unwrap(recorded.get(0)).open(RECORD, second)).containsExactly(2);
    assertThat(keys.made()).isEqualTo(2);
  }

  @Test
  void sealsNothingWithAKeyThatCouldNotBeRecorded() throws Exception {
    TenantKeys keys = keys(100);
    isFull = true;
    assertThat(keys.seal("acme", RECORD, new byte[1])).isNull();
    assertThat(keys.key("acme")).isNull();

    isFull = false;
    assertThat(keys.seal("acme", RECORD, new byte[1]).key()).isEqualTo(recorded.get(0).id());
  }

  @Test
  void goesOnWithAnotherKeyWhenOneIsUsedUp() throws Exception {
    TenantKeys keys = keys(100);
    keys.key("acme").sealedBefore(TenantKey.MOST_SEALED);

    SealedDetail next = keys.seal("acme", RECORD, new byte[1]);

    assertThat(recorded).hasSize(2);
    assertThat(next.key()).isEqualTo(recorded.get(1).id());
  }

  @Test
  void anErasedTenantHasAnotherKeyThatKnowsOfIt() throws Exception {
    TenantKeys keys = keys(100);
    KeyId acme = keys.key("acme").id();
    KeyId globex = keys.key("globex").id();

    keys.know(erased(Map.of("acme", 5L)));

    assertThat(keys.key("acme").id()).isNotEqualTo(acme);
    assertThat(keys.key("acme").origin().erasures()).isEqualTo(5);
    assertThat(keys.key("globex").id()).isEqualTo(globex);
    keys.know(Erasures.NONE); // a file that was lost brings nobody back
    assertThat(keys.key("acme").origin().erasures()).isEqualTo(5);
  }

  @Test
  void noThreadKeepsAKeyFromBeforeAnErasure() throws Exception {
    TenantKeys keys = keys(100);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    Set<String> tenants = Set.of("a", "b", "c", "d", "e");
    try {
      for (int t = 0; t < 4; t++) {
        pool.execute(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                for (String tenant : tenants) {
                  keys.seal(tenant, RECORD, new byte[1]);
                }
              }
            });
      }
      for (long number = 1; number <= 200; number++) {
        keys.know(erased(Map.of("a", number, "c", number)));
        assertThat(keys.key("a").origin().erasures()).isEqualTo(number);
        assertThat(keys.key("c").origin().erasures()).isEqualTo(number);
        assertThat(keys.key("b").origin().erasures()).isZero();
      }
    } finally {
      pool.shutdown();
      assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void keepsNoMoreKeysThanItMay() throws Exception {
    TenantKeys keys = keys(10);
    Set<KeyId> ids = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      ids.add(keys.key("t" + i).id());
    }

    assertThat(ids).hasSize(50);
    assertThat(keys.kept()).isEqualTo(10);
  }

  @Test
  void theListOfErasuresNamesNoTenant() throws Exception {
    String text = Erasures.text(Map.of("acme", 2L, "globex", 1L));

    assertThat(text).startsWith("heddle erasures 1\n1 ").doesNotContain("acme");
    assertThat(Erasures.parse(text).of("acme")).isEqualTo(2);
    assertThat(Erasures.parse(text).of("globex")).isEqualTo(1);
    assertThat(Erasures.parse(text).of("initech")).isZero();
  }

  @Test
  void refusesAListThatIsCutOrForeign() {
    String text = Erasures.text(Map.of("acme", 2L));
    for (String bad :
        List.of("", "heddle", text.substring(0, text.length() - 2), text + "x", "a\n" + text)) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> Erasures.parse(bad))
          .as(bad)
          .isInstanceOf(IOException.class);
    }
  }

  private TenantKeys keys(int most) throws PrivacyException {
    return new TenantKeys(
        master(), "node-1", 9, most, Erasures.NONE, key -> !isFull && recorded.add(key), () -> 77);
  }

  private static Erasures erased(Map<String, Long> numbers) throws IOException {
    return Erasures.parse(Erasures.text(numbers));
  }

  private static MasterKey master() throws PrivacyException {
    return MasterKey.of(new byte[MasterKey.BYTES]);
  }
}
