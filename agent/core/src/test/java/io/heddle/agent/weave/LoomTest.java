package io.heddle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoomTest {
  private final List<String> log = new ArrayList<>();
  private final List<List<Class<?>>> retransformed = new ArrayList<>();

  @Test
  void weavesWhatIsLoadedAlreadyInOneGo() {
    Loom loom = loom(Set.of());
    loom.install(jvm(Set.of()), null);

    assertThat(retransformed).containsExactly(List.of(Target.class, Square.class));
    assertThat(log).isEmpty();
  }

  @Test
  void oneClassThatTheJvmRefusesDoesNotSpoilTheOthers() {
    Loom loom = loom(Set.of());
    loom.install(jvm(Set.of(Target.class)), null);

    assertThat(retransformed).containsExactly(List.of(Square.class));
    assertThat(loom.modules()).extracting(ModuleSwitch::failures).containsExactly(1L, 0L);
    assertThat(log).singleElement().asString().contains("targets").contains("cannot be verified");
  }

  @Test
  void aModuleCanBeLeftOut() {
    Loom loom = loom(Set.of("targets"));
    loom.install(jvm(Set.of()), null);

    assertThat(loom.modules()).extracting(ModuleSwitch::module).containsExactly("squares");
    assertThat(retransformed).containsExactly(List.of(Square.class));
  }

  @Test
  void aModuleCanBeAddedWhileTheApplicationRuns() {
    Loom loom = loom(Set.of());
    loom.install(jvm(Set.of()), null);
    retransformed.clear();

    assertThat(loom.add(module("more", Square.class)).module()).isEqualTo("more");
    assertThat(retransformed).containsExactly(List.of(Square.class));
    assertThat(loom.modules()).extracting(ModuleSwitch::module).doesNotContain("more");
  }

  @Test
  void aModuleAddedBeforeTheInstallationIsWovenWithTheOthers() {
    Loom loom = loom(Set.of("late"));
    assertThat(loom.add(module("more", String.class))).isNotNull();
    assertThat(loom.add(module("late", String.class))).isNull();
    assertThat(retransformed).isEmpty();

    loom.install(jvm(Set.of()), null);
    assertThat(retransformed).containsExactly(List.of(String.class, Target.class, Square.class));
  }

  private Loom loom(Set<String> off) {
    return new Loom(
        List.of(module("targets", Target.class), module("squares", Square.class)),
        off,
        getClass().getClassLoader(),
        new BridgeLoaders(getClass().getClassLoader()),
        log::add,
        (what, detail) -> {});
  }

  private static InstrumentationModule module(String name, Class<?> target) {
    return new InstrumentationModule(
        name,
        List.of(
            new TypeHook(
                target.getName(),
                List.of(new MethodHook("say", "(", RecordingAdvice.class.getName())))));
  }

  /** A JVM that has loaded three classes and cannot verify some of them once they are woven. */
  private Instrumentation jvm(Set<Class<?>> unverifiable) {
    return (Instrumentation)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getAllLoadedClasses" ->
                      new Class<?>[] {String.class, Target.class, Square.class};
                  case "isModifiableClass", "isRetransformClassesSupported" -> true;
                  case "retransformClasses" -> {
                    List<Class<?>> classes = Arrays.asList((Class<?>[]) arguments[0]);
                    if (classes.stream().anyMatch(unverifiable::contains)) {
                      throw new InternalError("it cannot be verified");
                    }
                    retransformed.add(classes);
                    yield null;
                  }
                  default -> null;
                });
  }
}
