package io.heddle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformerTest {
  private static final ClassLoader APPLICATION = new ClassLoader(null) {};
  private static final String NAME = Target.class.getName().replace('.', '/');

  private final Fabric fabric = Fabric.of(Target.class, RecordingAdvice.class, "say");

  @Test
  void letsAllOtherClassesBy() throws IOException {
    byte[] bytes = Fabric.bytesOf(Square.class);

    assertThat(transform(APPLICATION, "io/heddle/agent/weave/Square", bytes)).isNull();
    assertThat(transform(APPLICATION, null, bytes)).as("a hidden class").isNull();
  }

  @Test
  void leavesTheAgentsOwnClassesAlone() throws IOException {
    assertThat(transform(getClass().getClassLoader(), NAME, Fabric.bytesOf(Target.class))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"48, false", "50, false", "51, true", "61, true"})
  void weavesClassFilesThatMayCallDynamically(int majorVersion, boolean woven) throws IOException {
    byte[] bytes = Fabric.bytesOf(Target.class);
    bytes[7] = (byte) majorVersion;

    assertThat(transform(APPLICATION, NAME, bytes) != null).isEqualTo(woven);
    assertThat(fabric.module.failures()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0", "4", "9", "200", "900"})
  void countsAClassFileThatItCannotRead(int length) throws IOException {
    byte[] cut = java.util.Arrays.copyOf(Fabric.bytesOf(Target.class), length);

    assertThat(transform(APPLICATION, NAME, cut)).isNull();
    assertThat(fabric.module.failures()).isEqualTo(1);
  }

  @Test
  void startsTheThreadWithTheFirstClassOfTheApplication() throws Exception {
    AtomicInteger started = new AtomicInteger();
    Thread waiting = new Thread(started::incrementAndGet);
    Transformer transformer = new Transformer(new Gate(), APPLICATION, waiting);
    byte[] bytes = Fabric.bytesOf(Square.class);

    transformer.transform(null, null, "java/lang/Anything", null, null, bytes);
    transformer.transform(null, APPLICATION, "a/Agent", null, null, bytes);
    assertThat(waiting.getState())
        .as("neither by the JDK nor by the agent")
        .isEqualTo(Thread.State.NEW);
    ClassLoader system = ClassLoader.getSystemClassLoader();
    transformer.transform(null, system, "a/Main", null, null, bytes);
    transformer.transform(null, system, "a/Other", null, null, bytes);
    waiting.join();
    assertThat(started).as("and once: a second start would throw").hasValue(1);
  }

  private byte[] transform(ClassLoader loader, String name, byte[] bytes) {
    return fabric.transformer.transform(null, loader, name, null, null, bytes);
  }
}
