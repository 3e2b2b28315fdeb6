package io.heddle.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdviceDispatcherTest {
  @AfterEach
  void closeTheDoor() {
    AdviceDispatcher.open(null);
  }

  static Stream<Arguments> nothings() {
    return Stream.of(
        Arguments.of(void.class, null),
        Arguments.of(Object.class, null),
        Arguments.of(String.class, null),
        Arguments.of(boolean.class, false),
        Arguments.of(byte.class, (byte) 0),
        Arguments.of(short.class, (short) 0),
        Arguments.of(char.class, (char) 0),
        Arguments.of(int.class, 0),
        Arguments.of(long.class, 0L),
        Arguments.of(float.class, 0f),
        Arguments.of(double.class, 0d));
  }

  @ParameterizedTest
  @MethodSource("nothings")
  void aCallBeforeTheAgentHasStartedDoesNothing(Class<?> result, Object nothing) throws Throwable {
    assertThat(call(result)).isEqualTo(nothing);
  }

  @ParameterizedTest
  @MethodSource("nothings")
  void aCallThatCannotBeLinkedDoesNothing(Class<?> result, Object nothing) throws Throwable {
    AdviceDispatcher.open(handle("failing"));

    assertThat(call(result)).isEqualTo(nothing);
  }

  @Test
  void hasTheAgentLinkCalls() throws Throwable {
    AdviceDispatcher.open(handle("linking"));

    assertThat(call(String.class)).isEqualTo("linked advice(long,Object)String");
  }

  private static Object call(Class<?> result) throws Throwable {
    CallSite site =
        AdviceDispatcher.link(
            MethodHandles.lookup(),
            "advice",
            MethodType.methodType(result, long.class, Object.class),
            "module");
    return site.getTarget().invokeWithArguments(1L, "argument");
  }

  private static MethodHandle handle(String name) throws ReflectiveOperationException {
    return MethodHandles.lookup()
        .findStatic(
            AdviceDispatcherTest.class,
            name,
            MethodType.methodType(
                CallSite.class, Lookup.class, String.class, MethodType.class, Object[].class));
  }

  @SuppressWarnings("unused")
  private static CallSite failing(Lookup caller, String name, MethodType type, Object[] arguments) {
    throw new IllegalStateException("nothing can be linked");
  }

  @SuppressWarnings("unused")
  private static CallSite linking(Lookup caller, String name, MethodType type, Object[] arguments) {
    return new java.lang.invoke.ConstantCallSite(
        MethodHandles.dropArguments(
            MethodHandles.constant(String.class, "linked " + name + type),
            0,
            type.parameterArray()));
  }
}
