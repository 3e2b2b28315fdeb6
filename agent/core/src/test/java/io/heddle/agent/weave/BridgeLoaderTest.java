package io.heddle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.weave.bridge.GreetingAdvice;
import java.lang.ref.WeakReference;
import org.example.application.Greeting;
import org.junit.jupiter.api.Test;

class BridgeLoaderTest {
  private final ClassLoader agent = getClass().getClassLoader();

  @Test
  void adviceSeesTheApplicationsTypesAndTheAgents() throws Exception {
    Fabric fabric = Fabric.of(Greeting.class, GreetingAdvice.class, "greet");

    for (int application = 0; application < 2; application++) {
      Class<?> woven = fabric.weave(Greeting.class);
      assertThat(woven.getMethod("greet").invoke(woven.getConstructor().newInstance()))
          .isEqualTo("hello");
    }
    assertThat(fabric.log).isEmpty();
    assertThat(RecordingAdvice.EVENTS).containsExactly("enter hello", "enter hello");
  }

  @Test
  void countsAnApplicationWithoutTheTypeAndGoesOn() throws Exception {
    // A bridge whose application lacks Greeting: advice of Tomcat 11 in a Tomcat 9.
    Fabric fabric = Fabric.of(Target.class, GreetingAdvice.class, "say");

    assertThat(WeaverTest.call(fabric.weave(Target.class), "say", "x")).isEqualTo("target says x");
    assertThat(fabric.module.failures()).isEqualTo(1);
  }

  @Test
  void anApplicationHasOneBridge() throws Exception {
    BridgeLoaders bridges = new BridgeLoaders(agent);
    ClassLoader one = new ClassLoader(null) {};
    ClassLoader other = new ClassLoader(null) {};

    ClassLoader bridge = bridges.of(one);
    assertThat(bridges.of(one)).isSameAs(bridge);
    assertThat(bridges.of(other)).isNotSameAs(bridge);
    assertThat(bridge.loadClass(GreetingAdvice.class.getName()).getClassLoader()).isSameAs(bridge);
    assertThat(bridge.loadClass(Door.class.getName())).isSameAs(Door.class);
  }

  @Test
  void aClassOfTheJdkCanHaveABridge() {
    assertThat(new BridgeLoaders(agent).of(null)).isNotNull();
  }

  @Test
  void anApplicationThatIsGoneTakesItsBridgeAlong() throws Exception {
    Fabric fabric = Fabric.of(Greeting.class, GreetingAdvice.class, "greet");
    Class<?> woven = fabric.weave(Greeting.class);
    woven.getMethod("greet").invoke(woven.getConstructor().newInstance());
    WeakReference<ClassLoader> loader = new WeakReference<>(woven.getClassLoader());

    woven = null;
    for (int i = 0; i < 50 && loader.get() != null; i++) {
      System.gc();
    }
    assertThat(loader.get()).as("the loader of an undeployed application").isNull();
    assertThat(fabric.module.failures()).isZero();
  }
}
