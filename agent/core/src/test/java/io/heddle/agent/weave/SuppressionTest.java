package io.heddle.agent.weave;

import static io.heddle.agent.weave.WeaverTest.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuppressionTest {
  @Test
  void keepsFailuresOfAdviceFromTheApplication() throws Exception {
    Fabric fabric = Fabric.of(Target.class, FailingAdvice.class, "say");
    FailingAdvice.failure = new IllegalStateException("a bug of ours");

    assertThat(call(fabric.weave(Target.class), "say", "hello")).isEqualTo("target says hello");
    assertThat(fabric.module.failures()).as("enter and exit").isEqualTo(2);
    assertThat(fabric.log)
        .singleElement()
        .asString()
        .startsWith("instrumentation tested failed and was ignored")
        .contains("a bug of ours");
  }

  @Test
  void refusesACallWithTheExceptionThatAdviceHasForTheApplication() throws Exception {
    Fabric fabric = Fabric.of(Target.class, FailingAdvice.class, "say");
    SQLException forApplication = new SQLException("not now");
    FailingAdvice.failure = new Refused(forApplication);
    FailingAdvice.calls = 0;
    Class<?> woven = fabric.weave(Target.class);

    for (int i = 0; i <= ModuleSwitch.MOST_FAILURES; i++) {
      assertThatThrownBy(() -> call(woven, "say", "hello")).isSameAs(forApplication);
    }
    assertThat(FailingAdvice.calls).as("neither body nor exit ran").isEqualTo(101);
    assertThat(fabric.module.failures()).as("to refuse is no failure").isZero();
    assertThat(fabric.module.isOn()).isTrue();
  }

  @Test
  void suppressesAnExceptionThatFailsToDescribeItself() throws Exception {
    Fabric fabric = Fabric.of(Target.class, FailingAdvice.class, "say");
    FailingAdvice.failure =
        new IllegalStateException() {
          @Override
          public String getMessage() {
            throw this;
          }
        };

    assertThat(call(fabric.weave(Target.class), "say", "hello")).isEqualTo("target says hello");
    assertThat(fabric.module.failures()).isEqualTo(2);
  }

  @Test
  void survivesALogThatThrows() {
    ModuleSwitch module =
        new ModuleSwitch(
            "tested",
            line -> {
              throw new IllegalStateException("System.err is gone");
            },
            (what, detail) -> {});
    module.failed(new IllegalStateException());

    assertThat(module.failures()).isEqualTo(1);
  }

  @Test
  void linksAdviceThatCannotBeLoadedToNothing() throws Exception {
    Fabric fabric = Fabric.of(Target.class, UnlinkableAdvice.class, "say");
    Class<?> woven = fabric.weave(Target.class);

    assertThat(call(woven, "say", "hello")).isEqualTo("target says hello");
    assertThat(call(woven, "say", "again")).isEqualTo("target says again");
    assertThat(fabric.module.failures()).as("linked once").isEqualTo(1);
  }

  @Test
  void switchesAModuleOffThatKeepsFailing() throws Exception {
    Fabric fabric = Fabric.of(Target.class, FailingAdvice.class, "say");
    FailingAdvice.failure = new IllegalStateException("a bug of ours");
    FailingAdvice.calls = 0;
    Class<?> woven = fabric.weave(Target.class);

    for (int i = 0; i < ModuleSwitch.MOST_FAILURES; i++) {
      assertThat(call(woven, "say", "hello")).isEqualTo("target says hello");
    }
    assertThat(fabric.module.isOn()).isFalse();
    assertThat(FailingAdvice.calls).isEqualTo(ModuleSwitch.MOST_FAILURES / 2);
    assertThat(fabric.log)
        .hasSize(2)
        .last()
        .asString()
        .isEqualTo("instrumentation tested failed 100 times and is switched off");
    assertThat(fabric.notes)
        .as("without the message, which may hold anything")
        .containsExactly(
            Map.entry(
                "INSTRUMENTATION_OFF",
                Map.of(
                    "instrumentation",
                    "tested",
                    "failures",
                    100L,
                    "last",
                    "java.lang.IllegalStateException")));
  }

  @Test
  void endsWhatHadBegunWhenItsModuleWasSwitchedOff() throws Exception {
    Fabric fabric = Fabric.of(Target.class, RecordingAdvice.class, "interrupted");
    Class<?> woven = fabric.weave(Target.class);
    Runnable switchOff =
        () -> {
          for (int i = 0; i < ModuleSwitch.MOST_FAILURES; i++) {
            fabric.module.failed(new IllegalStateException());
          }
        };
    woven.getField("middle").set(null, switchOff);

    call(woven, "interrupted", "one");
    call(woven, "interrupted", "two");
    assertThat(RecordingAdvice.EVENTS)
        .containsExactly("enter one", "exit token of one, one, null", "exit null, two, null");
  }
}
