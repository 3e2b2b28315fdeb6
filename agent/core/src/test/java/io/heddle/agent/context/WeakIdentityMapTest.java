package io.heddle.agent.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class WeakIdentityMapTest {
  private final WeakIdentityMap<Object, String> map = new WeakIdentityMap<>();
  private final WeakIdentityMap.Probe probe = new CurrentThread().state().probe();

  @Test
  void tellsEqualObjectsApart() {
    String one = new String("same");
    String other = new String("same");
    map.put(one, "one");
    map.put(other, "other");

    assertThat(map.get(one, probe)).isEqualTo("one");
    assertThat(map.get(other, probe)).isEqualTo("other");
    assertThat(map.remove(one, probe)).isEqualTo("one");
    assertThat(map.get(one, probe)).isNull();
    assertThat(map.size()).isEqualTo(1);
  }

  @Test
  void theFirstOfTwoStays() {
    Object key = new Object();

    assertThat(map.putIfAbsent(key, "first")).isEqualTo("first");
    assertThat(map.putIfAbsent(key, "second")).isEqualTo("first");
    map.put(key, "third");
    assertThat(map.get(key, probe)).isEqualTo("third");
    assertThat(map.size()).isEqualTo(1);
  }

  @Test
  void keepsNoKeyAlive() {
    Object key = new Object();
    WeakReference<Object> watched = new WeakReference<>(key);
    map.put(key, "value");
    key = null;
    while (watched.get() != null) {
      System.gc();
    }
    while (map.size() > 0) {
      System.gc();
      Object other = new Object();
      map.put(other, "other"); // putting removes what is gone
      map.remove(other, probe);
    }

    assertThat(map.isEmpty()).isTrue();
  }
}
