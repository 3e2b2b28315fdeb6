package io.heddle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeaverTest {
  @Test
  void callsAdviceAtEntryAndExit() throws Exception {
    Fabric fabric = Fabric.of(Target.class, RecordingAdvice.class, "say");

    assertThat(call(fabric.weave(Target.class), "say", "hello")).isEqualTo("target says hello");
    assertThat(RecordingAdvice.EVENTS)
        .containsExactly("enter hello", "exit token of hello, target says hello, null");
    assertThat(fabric.module.failures()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"'', 0.0", "a, 1.0", "ab, 2.0", "12, -1.0", "abcdef, 3.0"})
  void callsAdviceOnEveryWayOut(String word, double result) throws Exception {
    Fabric fabric = Fabric.of(Target.class, RecordingAdvice.class, "branches");

    assertThat(call(fabric.weave(Target.class), "branches", word)).isEqualTo(result);
    assertThat(RecordingAdvice.EVENTS)
        .containsExactly("enter " + word, "exit token of " + word + ", " + result + ", null");
  }

  @Test
  void showsAdviceTheExceptionAndLetsItPass() throws Exception {
    Fabric fabric = Fabric.of(Target.class, RecordingAdvice.class, "fail");
    Class<?> woven = fabric.weave(Target.class);

    assertThatThrownBy(() -> call(woven, "fail", "no disk"))
        .isInstanceOf(IOException.class)
        .hasMessage("no disk");
    assertThat(RecordingAdvice.EVENTS)
        .containsExactly(
            "enter no disk", "exit token of no disk, null, java.io.IOException: no disk");
  }

  @Test
  void weavesStaticMethods() throws Exception {
    Fabric fabric = Fabric.of(Target.class, RecordingAdvice.class, "twice");

    Class<?> woven = fabric.weave(Target.class);
    assertThat(woven.getMethod("twice", int.class).invoke(null, 21)).isEqualTo(42L);
    assertThat(RecordingAdvice.EVENTS).containsExactly("enter 21", "exit token of 21, 42, null");
  }

  @Test
  void weavesDefaultMethodsOfInterfaces() throws Exception {
    Fabric fabric = Fabric.of(Shape.class, RecordingAdvice.class, "describe", "area");

    assertThat(call(fabric.weave(Square.class, Shape.class), "describe", "it"))
        .isEqualTo("it: 4.0");
    assertThat(RecordingAdvice.EVENTS)
        .as("the abstract method has no body to weave")
        .containsExactly("enter it", "exit token of it, it: 4.0, null");
  }

  @Test
  void leavesConstructorsAndNativeMethodsAlone() throws Exception {
    Fabric fabric = Fabric.of(Target.class, RecordingAdvice.class, "<init>", "nowhere");

    fabric.weave(Target.class).getConstructor().newInstance();
    assertThat(RecordingAdvice.EVENTS).isEmpty();
    assertThat(fabric.module.failures()).isZero();
  }

  @Test
  void addsNoMember() throws Exception {
    Fabric fabric = Fabric.of(Target.class, RecordingAdvice.class, "say", "twice", "branches");
    Class<?> woven = fabric.weave(Target.class);

    assertThat(names(woven.getDeclaredMethods()))
        .isEqualTo(names(Target.class.getDeclaredMethods()));
    assertThat(woven.getDeclaredFields()).hasSameSizeAs(Target.class.getDeclaredFields());
    assertThat(woven.getInterfaces()).isEmpty();
  }

  @Test
  void needsNoTypeThatTheClassMentions() throws Throwable {
    Fabric fabric = Fabric.of(Dependent.class, RecordingAdvice.class, "missing", "twice");

    Class<?> woven = fabric.weave(Dependent.class); // whose loader does not find Missing
    // Not by reflection, which would resolve the signatures of all methods.
    MethodType type = MethodType.methodType(long.class, int.class);
    assertThat((long) MethodHandles.publicLookup().findStatic(woven, "twice", type).invokeExact(1))
        .isEqualTo(2L);
    assertThat(RecordingAdvice.EVENTS).hasSize(2);
    assertThat(fabric.module.failures()).isZero();
  }

  @Test
  void replacesAnArgumentUnlessAdviceReturnsNull() throws Exception {
    Fabric fabric =
        new Fabric(
            new TypeHook(
                Target.class.getName(),
                List.of(new MethodHook("say", "(", ReplacingAdvice.class.getName()).replacing())));
    Class<?> woven = fabric.weave(Target.class);

    assertThat(call(woven, "say", "old")).isEqualTo("target says new");
    assertThat(call(woven, "say", "other")).isEqualTo("target says other");
    assertThat(fabric.module.failures()).isZero();
  }

  @Test
  void leavesAClassThatTheAdviceDoesNotFit() throws Exception {
    Fabric fabric = Fabric.of(Target.class, InstanceAdvice.class, "say", "twice");

    assertThat(call(fabric.weave(Target.class), "say", "hello")).isEqualTo("target says hello");
    assertThat(fabric.module.failures()).isEqualTo(1);
    assertThat(fabric.log).singleElement().asString().contains("tested").contains("twice");
  }

  static Object call(Class<?> type, String method, String argument) throws Exception {
    try {
      return type.getMethod(method, String.class)
          .invoke(type.getConstructor().newInstance(), argument);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() instanceof Exception exception ? exception : thrown;
    }
  }

  private static List<String> names(Method[] methods) {
    return Arrays.stream(methods).map(Method::getName).sorted().toList();
  }
}
